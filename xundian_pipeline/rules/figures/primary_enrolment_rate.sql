-- primary_enrolment_rate 贫困家庭的适龄儿童小学入学率为100%
-- feeds: enrolment
-- parameter: primary_school_age_to
-- note: 小学学龄成员中本学年有学籍的比例（口径同指标 H3，学前除外）
SELECT
    COUNT(s.member_id) AS amount,
    COUNT(*) AS divisor
FROM living_members AS m
LEFT JOIN schooled_members AS s ON m.member_id = s.member_id
WHERE m.age_at_school_start BETWEEN $school_age_from AND $primary_school_age_to
