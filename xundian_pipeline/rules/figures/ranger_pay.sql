-- ranger_pay 年均兑付劳务所得1207万元
-- feeds: forest_rangers
SELECT
    COALESCE(SUM(amount), 0) AS amount,
    1 AS divisor
FROM forestry_payments
WHERE kind = 'forest_rangers'
