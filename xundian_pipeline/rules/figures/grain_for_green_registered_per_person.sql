-- grain_for_green_registered_per_person 人均补助668元
-- feeds: grain_for_green
-- note: 所涉户的在世成员平均
WITH paid AS (
    SELECT SUM(amount) AS amount
    FROM forestry_payments
    WHERE kind = 'grain_for_green' AND is_registered
),

involved AS (
    SELECT SUM(size) AS divisor
    FROM forestry_households
    WHERE kind = 'grain_for_green'
)

SELECT
    paid.amount,
    involved.divisor
FROM paid
CROSS JOIN involved
