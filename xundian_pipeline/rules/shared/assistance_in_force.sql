-- Dibao and tekun in force on D: start <= D and no end or end > D (ruling 15), per living member.
WITH assistance AS (
    SELECT
        row_ref,
        start_date,
        end_date,
        monthly_amount,
        CAST(NULL AS VARCHAR) AS care
    FROM dibao
    UNION ALL
    SELECT
        row_ref,
        start_date,
        end_date,
        monthly_amount,
        care
    FROM tekun
)

SELECT
    r.feed,
    r.member_id,
    r.household_id,
    r.row_ref,
    a.monthly_amount,
    a.care
FROM member_records AS r
INNER JOIN assistance AS a ON r.row_ref = a.row_ref
WHERE a.start_date <= $assessment_date AND (a.end_date IS NULL OR a.end_date > $assessment_date)
