-- village_doctors 全县乡村医生共计524人
-- feeds: village_clinics
SELECT
    COALESCE(SUM(doctors), 0) AS amount,
    1 AS divisor
FROM village_clinics
