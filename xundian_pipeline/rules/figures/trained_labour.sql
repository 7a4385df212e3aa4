-- trained_labour 农村劳动力转移培训79303人
-- feeds: training
-- note: 本年开始的培训，同一人只计一次
SELECT
    COUNT(DISTINCT p.person) AS amount,
    1 AS divisor
FROM training AS t
INNER JOIN roster_persons AS p ON t.row_ref = p.row_ref
WHERE t.start_date BETWEEN $year_start AND $assessment_date
