-- S09 同一学年在两所学校在读
-- contract: 在读 at two schools in one school year (S, ruling 36)
-- departments: education
-- subject: member
-- feeds: enrolment
SELECT
    r.member_id AS unit,
    r.household_id,
    CAST(NULL AS VARCHAR) AS feed,
    '同一学年在 ' || CAST(COUNT(DISTINCT e.school) AS VARCHAR) || ' 所学校在读' AS detail,
    ARRAY_AGG(r.row_ref) AS evidence
FROM member_records AS r
INNER JOIN enrolment AS e ON r.row_ref = e.row_ref
WHERE e.school_year = $school_year AND e.status = '在读'
GROUP BY r.member_id, r.household_id
HAVING COUNT(DISTINCT e.school) > 1
