-- transfer_income 实现农村劳动力转移收入83163万元
-- feeds: employment
-- note: 本年在岗过的工作的年务工收入合计
SELECT
    COALESCE(SUM(annual_wage), 0) AS amount,
    1 AS divisor
FROM jobs_of_year
