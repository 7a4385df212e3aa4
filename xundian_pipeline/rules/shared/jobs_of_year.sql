-- The jobs that overlap the assessment year up to D (ruling 29), of registered members and of others.
SELECT
    e.row_ref,
    e.place,
    e.annual_wage,
    r.row_ref IS NOT NULL AS is_registered
FROM employment AS e
LEFT JOIN registered_rows AS r ON e.row_ref = r.row_ref
WHERE e.start_date <= $assessment_date AND (e.end_date IS NULL OR e.end_date >= $year_start)
