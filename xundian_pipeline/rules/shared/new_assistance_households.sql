-- The registered households with new assistance in the assessment year up to D, and whether their means were checked, visited and
-- checked again by the county in that time (management.md M2).
WITH begun AS (
    SELECT
        row_ref,
        start_date
    FROM dibao
    UNION ALL
    SELECT
        row_ref,
        start_date
    FROM tekun
),

new_households AS (
    SELECT DISTINCT r.household_id
    FROM member_records AS r
    INNER JOIN begun AS b ON r.row_ref = b.row_ref
    WHERE b.start_date BETWEEN $year_start AND $assessment_date
),

checks AS (
    SELECT
        r.household_id,
        MAX(CASE WHEN c.visit_date <= $assessment_date THEN 1 ELSE 0 END) AS visited,
        MAX(CASE WHEN c.county_spot_check THEN 1 ELSE 0 END) AS spot_checked
    FROM member_records AS r
    INNER JOIN economic_checks AS c ON r.row_ref = c.row_ref
    WHERE c.check_date BETWEEN $year_start AND $assessment_date
    GROUP BY r.household_id
)

SELECT
    n.household_id,
    CASE WHEN c.household_id IS NULL THEN 0 ELSE 1 END AS checked,
    COALESCE(c.visited, 0) AS visited,
    COALESCE(c.spot_checked, 0) AS spot_checked
FROM new_households AS n
LEFT JOIN checks AS c ON n.household_id = c.household_id
