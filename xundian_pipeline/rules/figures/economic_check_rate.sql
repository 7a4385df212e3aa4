-- economic_check_rate 经济状况核对率达100%
-- feeds: dibao, tekun, economic_checks
-- note: 分母是本年新增低保、特困的建档立卡户
-- The low end of management.md M2: a new household without the mark counts as not done.
SELECT
    SUM(checked) AS amount,
    COUNT(*) AS divisor
FROM new_assistance_households
