-- home_visit_rate 乡镇(街道)的入户率达100%
-- feeds: dibao, tekun, economic_checks
-- note: 分母是本年新增低保、特困的建档立卡户
-- The low end of management.md M2: a new household without the mark counts as not done.
SELECT
    SUM(visited) AS amount,
    COUNT(*) AS divisor
FROM new_assistance_households
