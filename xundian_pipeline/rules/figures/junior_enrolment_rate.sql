-- junior_enrolment_rate 初中毛入学率为100%
-- feeds: enrolment
-- parameter: junior_school_age_to
-- note: 毛入学率：初中在校的成员不论年龄，除以初中学龄成员，可以超过 100%
WITH pupils AS (
    SELECT COUNT(DISTINCT r.member_id) AS amount
    FROM member_records AS r
    INNER JOIN enrolment AS e ON r.row_ref = e.row_ref
    WHERE e.school_year = $school_year AND e.stage = '初中' AND e.status IN ('在读', '送教上门', '休学')
),

of_age AS (
    SELECT COUNT(*) AS divisor
    FROM living_members
    WHERE age_at_school_start > $primary_school_age_to AND age_at_school_start <= $junior_school_age_to
)

SELECT
    pupils.amount,
    of_age.divisor
FROM pupils
CROSS JOIN of_age
