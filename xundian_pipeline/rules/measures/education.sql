-- education 发展教育
-- feeds: student_aid
-- contract: student_aid; amount: aid of the year up to D
SELECT
    r.household_id,
    r.row_ref,
    r.member_id,
    a.date,
    CASE WHEN a.date >= $year_start THEN a.amount END AS amount
FROM member_records AS r
INNER JOIN student_aid AS a ON r.row_ref = a.row_ref
WHERE a.date <= $assessment_date
