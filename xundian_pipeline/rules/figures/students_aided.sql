-- students_aided 2014~2017年共计资助学生567603人次
-- feeds: student_aid
-- parameter: student_aid_from_year
-- note: 发放表从起算年到考核日的笔数
SELECT
    COUNT(*) AS amount,
    1 AS divisor
FROM student_aid
WHERE YEAR(date) >= $student_aid_from_year AND date <= $assessment_date
