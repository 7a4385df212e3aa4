-- What the insurance of each person was subsidised with in the assessment year up to D, over all schemes. roster_persons names
-- those of whom an amount is told; one of 0 adds nothing.
SELECT
    p.person,
    SUM(i.subsidy) AS subsidy
FROM medical_insurance AS i
INNER JOIN roster_persons AS p ON i.row_ref = p.row_ref
WHERE i.year = $assessment_year AND (i.date IS NULL OR i.date <= $assessment_date)
GROUP BY p.person
