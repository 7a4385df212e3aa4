-- trained_registered_poor 其中包括建档立卡贫困人口9300人
-- feeds: training
-- note: 本年开始的培训，同一人只计一次
SELECT
    COUNT(DISTINCT r.member_id) AS amount,
    1 AS divisor
FROM training AS t
INNER JOIN member_records AS r ON t.row_ref = r.row_ref
WHERE t.start_date BETWEEN $year_start AND $assessment_date
