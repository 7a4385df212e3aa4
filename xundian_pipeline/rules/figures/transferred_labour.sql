-- transferred_labour 全县农村劳动力转移就业68737人
-- feeds: employment
-- note: 本年在岗过的工作，同一人只计一次
SELECT
    COUNT(DISTINCT p.person) AS amount,
    1 AS divisor
FROM jobs_of_year AS j
INNER JOIN roster_persons AS p ON j.row_ref = p.row_ref
