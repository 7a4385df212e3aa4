-- tekun_centralised 集中供养特困对象每人每月720元
-- parameter: tekun_monthly_centralised
SELECT
    $tekun_monthly_centralised AS amount,
    1 AS divisor
