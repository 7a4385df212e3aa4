-- subsidy_per_person 人均150元
-- parameter: insurance_subsidy
SELECT
    $insurance_subsidy AS amount,
    1 AS divisor
