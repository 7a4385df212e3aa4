-- stove_subsidy 每眼补助300元
-- parameter: stove_subsidy
SELECT
    $stove_subsidy AS amount,
    1 AS divisor
