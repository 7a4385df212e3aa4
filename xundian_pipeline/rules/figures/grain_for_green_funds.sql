-- grain_for_green_funds 2017年兑付补偿资金11852万元
-- feeds: grain_for_green
SELECT
    COALESCE(SUM(amount), 0) AS amount,
    1 AS divisor
FROM forestry_payments
WHERE kind = 'grain_for_green'
