-- kunming_target_completion 完成目标任务2800人的110.82%
-- feeds: employment
-- parameter: kunming_transfer_target
SELECT
    COUNT(DISTINCT p.person) AS amount,
    $kunming_transfer_target AS divisor
FROM jobs_of_year AS j
INNER JOIN roster_persons AS p ON j.row_ref = p.row_ref
WHERE j.place = '昆明主城区'
