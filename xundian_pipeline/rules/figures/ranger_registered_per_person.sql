-- ranger_registered_per_person 人均2106元
-- feeds: forest_rangers
-- note: 所涉户的在世成员平均
WITH paid AS (
    SELECT SUM(amount) AS amount
    FROM forestry_payments
    WHERE kind = 'forest_rangers' AND is_registered
),

involved AS (
    SELECT SUM(size) AS divisor
    FROM forestry_households
    WHERE kind = 'forest_rangers'
)

SELECT
    paid.amount,
    involved.divisor
FROM paid
CROSS JOIN involved
