-- stove_per_person 人均增收85元
-- feeds: energy_subsidies
-- note: 所涉户的在世成员平均
WITH paid AS (
    SELECT SUM(amount) AS amount
    FROM forestry_payments
    WHERE kind = '节能灶' AND is_registered
),

involved AS (
    SELECT SUM(size) AS divisor
    FROM forestry_households
    WHERE kind = '节能灶'
)

SELECT
    paid.amount,
    involved.divisor
FROM paid
CROSS JOIN involved
