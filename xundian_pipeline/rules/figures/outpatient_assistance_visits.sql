-- outpatient_assistance_visits 门诊医疗救助达14746人次
-- feeds: medical_assistance
SELECT
    COUNT(*) AS amount,
    1 AS divisor
FROM visits_of_year
WHERE kind = '门诊' AND is_registered
