-- The visits settled in the assessment year up to D, of registered members and of others.
SELECT
    a.row_ref,
    a.kind,
    a.facility,
    a.total_cost,
    a.paid_by_person,
    r.row_ref IS NOT NULL AS is_registered
FROM medical_assistance AS a
LEFT JOIN registered_rows AS r ON a.row_ref = r.row_ref
WHERE a.date BETWEEN $year_start AND $assessment_date
