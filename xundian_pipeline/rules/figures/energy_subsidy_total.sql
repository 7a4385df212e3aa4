-- energy_subsidy_total 两项累计兑现补助资金470万元
-- feeds: energy_subsidies
SELECT
    COALESCE(SUM(amount), 0) AS amount,
    1 AS divisor
FROM forestry_payments
WHERE kind IN ('太阳能热水器', '节能灶') AND is_registered
