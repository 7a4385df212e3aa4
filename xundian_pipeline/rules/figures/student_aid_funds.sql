-- student_aid_funds 资助资金达3.91亿元
-- feeds: student_aid
-- parameter: student_aid_from_year
-- note: 发放表从起算年到考核日的金额
SELECT
    COALESCE(SUM(amount), 0) AS amount,
    1 AS divisor
FROM student_aid
WHERE YEAR(date) >= $student_aid_from_year AND date <= $assessment_date
