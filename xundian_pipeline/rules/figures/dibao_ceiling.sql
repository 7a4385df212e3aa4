-- dibao_ceiling 农村低保最高保障标准每人每月295元
-- parameter: dibao_ceiling_monthly
SELECT
    $dibao_ceiling_monthly AS amount,
    1 AS divisor
