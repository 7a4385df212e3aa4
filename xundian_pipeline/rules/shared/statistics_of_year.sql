-- The county's statistics of the assessment year: one row, all null where there are none.
SELECT
    y.unit_id,
    CASE WHEN s.row_ref IS NULL THEN [] ELSE [s.row_ref] END AS evidence,
    s.rural_income_per_capita,
    s.rural_income_per_capita_previous,
    s.province_growth,
    s.education_balanced,
    s.primary_dropout_rate,
    s.junior_dropout_rate
FROM (
    SELECT
        $county_code AS unit_id,
        $assessment_year AS year
) AS y
LEFT JOIN county_statistics AS s ON y.year = s.year
