-- S08 适龄成员没有学籍
-- contract: school-age member without an enrolment row in S (feed present); absence must be evidence (rulings 2, 3 and 35)
-- departments: education, poverty_office
-- subject: member
-- feeds: enrolment
WITH enrolled AS (
    SELECT DISTINCT r.member_id
    FROM member_records AS r
    INNER JOIN enrolment AS e ON r.row_ref = e.row_ref
    WHERE e.school_year = $school_year
),

uncertain AS (
    SELECT member_id
    FROM doubtful_members
    WHERE feed = 'enrolment'
)

SELECT
    m.member_id AS unit,
    m.household_id,
    CAST(NULL AS VARCHAR) AS feed,
    '开学时 ' || CAST(m.age_at_school_start AS VARCHAR) || ' 周岁，学籍名册里没有本学年的记录' AS detail,
    [m.row_ref] AS evidence
FROM living_members AS m
INNER JOIN feed_townships AS t ON m.township_code = t.township_code AND t.feed = 'enrolment'
WHERE
    m.age_at_school_start BETWEEN $school_age_from AND $school_age_to
    AND m.member_id NOT IN (SELECT member_id FROM enrolled)
    AND m.member_id NOT IN (SELECT member_id FROM uncertain)
