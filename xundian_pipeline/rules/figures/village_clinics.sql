-- village_clinics 174个村卫生室
-- feeds: village_clinics
SELECT
    COUNT(clinic_id) AS amount,
    1 AS divisor
FROM village_clinics
