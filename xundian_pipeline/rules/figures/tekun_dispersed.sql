-- tekun_dispersed 分散供养特困人员600元
-- parameter: tekun_monthly_dispersed
SELECT
    $tekun_monthly_dispersed AS amount,
    1 AS divisor
