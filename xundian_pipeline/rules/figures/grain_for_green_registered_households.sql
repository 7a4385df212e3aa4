-- grain_for_green_registered_households 涉及建档立卡贫困户5825户
-- feeds: grain_for_green
SELECT
    COUNT(*) AS amount,
    1 AS divisor
FROM forestry_households
WHERE kind = 'grain_for_green'
