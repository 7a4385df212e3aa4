-- ranger_registered_pay 全年兑付工资168万元
-- feeds: forest_rangers
SELECT
    COALESCE(SUM(amount), 0) AS amount,
    1 AS divisor
FROM forestry_payments
WHERE kind = 'forest_rangers' AND is_registered
