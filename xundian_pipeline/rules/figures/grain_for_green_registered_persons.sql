-- grain_for_green_registered_persons 17945人
-- feeds: grain_for_green
-- note: 所涉户的在世成员数
SELECT
    COALESCE(SUM(size), 0) AS amount,
    1 AS divisor
FROM forestry_households
WHERE kind = 'grain_for_green'
