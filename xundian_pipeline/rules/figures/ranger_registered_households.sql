-- ranger_registered_households 涉及建档立卡户202户
-- feeds: forest_rangers
SELECT
    COUNT(*) AS amount,
    1 AS divisor
FROM forestry_households
WHERE kind = 'forest_rangers'
