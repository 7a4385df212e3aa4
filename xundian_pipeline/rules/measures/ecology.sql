-- ecology 生态补偿
-- feeds: public_forest_compensation, grain_for_green, forest_rangers, energy_subsidies
-- contract: public_forest_compensation, grain_for_green, forest_rangers, energy_subsidies; a record with a year and a date
-- counts if year <= Y and date <= D, its date is the date, else 1 January of its year (ruling 28)
WITH payments AS (
    SELECT
        row_ref,
        year,
        COALESCE(date, MAKE_DATE(CAST(year AS INTEGER), 1, 1)) AS date,
        amount
    FROM public_forest_compensation
    UNION ALL
    SELECT
        row_ref,
        year,
        COALESCE(date, MAKE_DATE(CAST(year AS INTEGER), 1, 1)) AS date,
        amount
    FROM grain_for_green
    UNION ALL
    SELECT
        row_ref,
        year,
        MAKE_DATE(CAST(year AS INTEGER), 1, 1) AS date,
        amount
    FROM forest_rangers
    UNION ALL
    SELECT
        row_ref,
        year,
        MAKE_DATE(CAST(year AS INTEGER), 1, 1) AS date,
        amount
    FROM energy_subsidies
)

SELECT
    r.household_id,
    r.row_ref,
    r.member_id,
    p.date,
    CASE WHEN p.year = $assessment_year THEN p.amount END AS amount
FROM member_records AS r
INNER JOIN payments AS p ON r.row_ref = p.row_ref
WHERE p.year <= $assessment_year AND p.date <= $assessment_date
