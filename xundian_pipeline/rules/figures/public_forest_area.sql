-- public_forest_area 全县公益林面积14.48万公顷
-- feeds: public_forest_compensation
-- note: 按本年兑现表所列面积计
SELECT
    COALESCE(SUM(area_ha), 0) AS amount,
    1 AS divisor
FROM forestry_payments
WHERE kind = 'public_forest_compensation'
