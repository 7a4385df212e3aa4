-- outpatient_cost 医疗费用共计98.76万元
-- feeds: medical_assistance
SELECT
    COALESCE(SUM(total_cost), 0) AS amount,
    1 AS divisor
FROM visits_of_year
WHERE kind = '门诊' AND is_registered
