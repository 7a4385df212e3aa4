-- designated_hospitals 18家健康扶贫定点医院
-- feeds: medical_assistance
-- note: 按本年健康扶贫救助有结算的医疗机构计，没有结算的定点医院不在其中
SELECT
    COUNT(DISTINCT facility) AS amount,
    1 AS divisor
FROM visits_of_year
