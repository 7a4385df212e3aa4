-- inpatient_cost 医疗费用共计343.11万元
-- feeds: medical_assistance
SELECT
    COALESCE(SUM(total_cost), 0) AS amount,
    1 AS divisor
FROM visits_of_year
WHERE kind = '住院' AND is_registered
