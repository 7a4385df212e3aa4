-- public_forest_per_household 户均增收261元
-- feeds: public_forest_compensation
-- note: 直接兑现金额除以兑现表上的户主数
SELECT
    SUM(f.amount) AS amount,
    COUNT(DISTINCT p.person) AS divisor
FROM forestry_payments AS f
INNER JOIN roster_persons AS p ON f.row_ref = p.row_ref
WHERE f.kind = 'public_forest_compensation'
