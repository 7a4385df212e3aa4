-- labour 务工增收
-- feeds: training, employment
-- contract: training, employment; amount: annual_wage of the jobs that overlap the year up to D, none for training (ruling 29)
SELECT
    r.household_id,
    r.row_ref,
    r.member_id,
    t.start_date AS date,
    CAST(NULL AS DECIMAL(18, 2)) AS amount
FROM member_records AS r
INNER JOIN training AS t ON r.row_ref = t.row_ref
WHERE t.start_date <= $assessment_date
UNION ALL
SELECT
    r.household_id,
    r.row_ref,
    r.member_id,
    e.start_date AS date,
    CASE WHEN e.end_date IS NULL OR e.end_date >= $year_start THEN e.annual_wage END AS amount
FROM member_records AS r
INNER JOIN employment AS e ON r.row_ref = e.row_ref
WHERE e.start_date <= $assessment_date
