-- The checks of a household's means in the assessment year up to D; whether it was visited by D, and checked again by the county
-- (management.md M2).
SELECT DISTINCT
    r.household_id,
    r.row_ref,
    CASE WHEN c.visit_date <= $assessment_date THEN 1 ELSE 0 END AS visited,
    CASE WHEN c.county_spot_check THEN 1 ELSE 0 END AS spot_checked
FROM member_records AS r
INNER JOIN economic_checks AS c ON r.row_ref = c.row_ref
WHERE c.check_date >= $year_start AND c.check_date <= $assessment_date
