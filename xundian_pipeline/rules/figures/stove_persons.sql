-- stove_persons 涉及贫困人口21000人
-- feeds: energy_subsidies
-- note: 所涉户的在世成员数
SELECT
    COALESCE(SUM(size), 0) AS amount,
    1 AS divisor
FROM forestry_households
WHERE kind = '节能灶'
