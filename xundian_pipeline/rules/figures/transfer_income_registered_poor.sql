-- transfer_income_registered_poor 建档立卡贫困农村劳动力转移收入6004万元
-- feeds: employment
-- note: 本年在岗过的工作的年务工收入合计
SELECT
    COALESCE(SUM(annual_wage), 0) AS amount,
    1 AS divisor
FROM jobs_of_year
WHERE is_registered
