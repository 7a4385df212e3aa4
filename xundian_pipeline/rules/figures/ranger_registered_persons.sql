-- ranger_registered_persons 798人
-- feeds: forest_rangers
-- note: 所涉户的在世成员数
SELECT
    COALESCE(SUM(size), 0) AS amount,
    1 AS divisor
FROM forestry_households
WHERE kind = 'forest_rangers'
