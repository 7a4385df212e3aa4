-- transferred_to_kunming 向昆明市主城区转移输出农村劳动力3103人
-- feeds: employment
-- note: 本年在岗过的工作，同一人只计一次
SELECT
    COUNT(DISTINCT p.person) AS amount,
    1 AS divisor
FROM jobs_of_year AS j
INNER JOIN roster_persons AS p ON j.row_ref = p.row_ref
WHERE j.place = '昆明主城区'
