-- solar_heater_subsidy 每套补助1000元
-- parameter: solar_heater_subsidy
SELECT
    $solar_heater_subsidy AS amount,
    1 AS divisor
