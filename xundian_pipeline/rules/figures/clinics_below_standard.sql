-- clinics_below_standard 未达标的47个村卫生室
-- feeds: village_clinics
SELECT
    COUNT(*) AS amount,
    1 AS divisor
FROM village_clinics
WHERE NOT up_to_standard
