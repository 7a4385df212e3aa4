-- health 健康救助
-- feeds: medical_assistance, family_doctors, medical_insurance
-- contract: medical_assistance, family_doctors, medical_insurance with subsidy > 0; amounts: reimbursed, none, subsidy (ruling 29)
SELECT
    r.household_id,
    r.row_ref,
    r.member_id,
    a.date,
    CASE WHEN a.date >= $year_start THEN a.reimbursed END AS amount
FROM member_records AS r
INNER JOIN medical_assistance AS a ON r.row_ref = a.row_ref
WHERE a.date <= $assessment_date
UNION ALL
SELECT
    r.household_id,
    r.row_ref,
    r.member_id,
    f.date,
    CAST(NULL AS DECIMAL(18, 2)) AS amount
FROM member_records AS r
INNER JOIN family_doctors AS f ON r.row_ref = f.row_ref
WHERE f.date <= $assessment_date
UNION ALL
SELECT
    r.household_id,
    r.row_ref,
    r.member_id,
    COALESCE(i.date, MAKE_DATE(CAST(i.year AS INTEGER), 1, 1)) AS date,
    CASE WHEN i.year = $assessment_year THEN i.subsidy END AS amount
FROM member_records AS r
INNER JOIN medical_insurance AS i ON r.row_ref = i.row_ref
WHERE
    i.subsidy > 0
    AND i.year <= $assessment_year
    AND (i.date IS NULL OR i.date <= $assessment_date)
