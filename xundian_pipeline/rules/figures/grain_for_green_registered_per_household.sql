-- grain_for_green_registered_per_household 户均补助2058元
-- feeds: grain_for_green
WITH paid AS (
    SELECT SUM(amount) AS amount
    FROM forestry_payments
    WHERE kind = 'grain_for_green' AND is_registered
),

involved AS (
    SELECT COUNT(*) AS divisor
    FROM forestry_households
    WHERE kind = 'grain_for_green'
)

SELECT
    paid.amount,
    involved.divisor
FROM paid
CROSS JOIN involved
