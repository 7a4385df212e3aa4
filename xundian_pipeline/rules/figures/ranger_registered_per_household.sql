-- ranger_registered_per_household 户均8322元
-- feeds: forest_rangers
WITH paid AS (
    SELECT SUM(amount) AS amount
    FROM forestry_payments
    WHERE kind = 'forest_rangers' AND is_registered
),

involved AS (
    SELECT COUNT(*) AS divisor
    FROM forestry_households
    WHERE kind = 'forest_rangers'
)

SELECT
    paid.amount,
    involved.divisor
FROM paid
CROSS JOIN involved
