-- relocation_loan 申请贷款1.5亿元
-- feeds: projects
-- note: 按项目库中资金来源为信贷资金的易地搬迁项目的预算金额计
-- What is applied for is what is budgeted, whether or not the project has begun.
SELECT
    COALESCE(SUM(budget), 0) AS amount,
    1 AS divisor
FROM projects
WHERE measure = '易地搬迁' AND fund_source = '信贷资金'
