-- public_forest_direct 直接兑现林农2172.5万元
-- feeds: public_forest_compensation
-- note: 兑现表兑给林农的金额合计
SELECT
    COALESCE(SUM(amount), 0) AS amount,
    1 AS divisor
FROM forestry_payments
WHERE kind = 'public_forest_compensation'
