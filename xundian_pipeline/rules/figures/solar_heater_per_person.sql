-- solar_heater_per_person 实现人均增收285元
-- feeds: energy_subsidies
-- note: 所涉户的在世成员平均
WITH paid AS (
    SELECT SUM(amount) AS amount
    FROM forestry_payments
    WHERE kind = '太阳能热水器' AND is_registered
),

involved AS (
    SELECT SUM(size) AS divisor
    FROM forestry_households
    WHERE kind = '太阳能热水器'
)

SELECT
    paid.amount,
    involved.divisor
FROM paid
CROSS JOIN involved
