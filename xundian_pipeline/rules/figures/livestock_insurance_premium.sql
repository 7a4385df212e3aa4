-- livestock_insurance_premium 投入179.456万元保费
-- feeds: projects
-- note: 按项目库中本年开工、名称含“养殖”和“保险”的发展生产项目的支出计
-- No column says what a project pays for: its name does. Without such a project nothing is known, not 0.
SELECT
    SUM(spent) AS amount,
    1 AS divisor
FROM projects
WHERE
    measure = '发展生产'
    AND project_name LIKE '%养殖%'
    AND project_name LIKE '%保险%'
    AND start_date BETWEEN $year_start AND $assessment_date
