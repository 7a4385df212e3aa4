-- What makes a household new to assistance: records of dibao or tekun that belong to a living member of it, with start_date in the
-- assessment year and up to D (management.md M2).
WITH assistance AS (
    SELECT
        row_ref,
        start_date
    FROM dibao
    UNION ALL
    SELECT
        row_ref,
        start_date
    FROM tekun
)

SELECT DISTINCT
    r.household_id,
    r.row_ref
FROM member_records AS r
INNER JOIN assistance AS a ON r.row_ref = a.row_ref
WHERE a.start_date >= $year_start AND a.start_date <= $assessment_date
