-- inpatient_assistance_visits 住院救助达1632人次
-- feeds: medical_assistance
SELECT
    COUNT(*) AS amount,
    1 AS divisor
FROM visits_of_year
WHERE kind = '住院' AND is_registered
