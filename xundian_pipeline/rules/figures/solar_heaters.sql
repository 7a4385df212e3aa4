-- solar_heaters 太阳能热水器2900套
-- feeds: energy_subsidies
SELECT
    COALESCE(SUM(quantity), 0) AS amount,
    1 AS divisor
FROM forestry_payments
WHERE kind = '太阳能热水器' AND is_registered
