-- transferred_registered_poor 其中建档立卡贫困户11666人
-- feeds: employment
-- note: 本年在岗过的工作，同一人只计一次
SELECT
    COUNT(DISTINCT r.member_id) AS amount,
    1 AS divisor
FROM jobs_of_year AS j
INNER JOIN member_records AS r ON j.row_ref = r.row_ref
