-- stoves 节能灶6000眼
-- feeds: energy_subsidies
SELECT
    COALESCE(SUM(quantity), 0) AS amount,
    1 AS divisor
FROM forestry_payments
WHERE kind = '节能灶' AND is_registered
