-- rangers 常设护林员1450名
-- feeds: forest_rangers
SELECT
    COUNT(DISTINCT p.person) AS amount,
    1 AS divisor
FROM forestry_payments AS f
INNER JOIN roster_persons AS p ON f.row_ref = p.row_ref
WHERE f.kind = 'forest_rangers'
