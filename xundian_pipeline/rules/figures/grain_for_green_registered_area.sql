-- grain_for_green_registered_area 2436.33公顷
-- feeds: grain_for_green
SELECT
    COALESCE(SUM(area_ha), 0) AS amount,
    1 AS divisor
FROM forestry_payments
WHERE kind = 'grain_for_green' AND is_registered
