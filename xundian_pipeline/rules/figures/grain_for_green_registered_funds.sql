-- grain_for_green_registered_funds 兑付补偿资金1199万元
-- feeds: grain_for_green
SELECT
    COALESCE(SUM(amount), 0) AS amount,
    1 AS divisor
FROM forestry_payments
WHERE kind = 'grain_for_green' AND is_registered
