-- V4 广播电视覆盖率
-- contract: broadcast_coverage >= 0.99; missing -> unknown
-- source: 云南省贫困村退出考核评分表（2016 年）
-- parameter: broadcast_coverage_floor
SELECT
    unit_id,
    CASE
        WHEN broadcast_coverage IS NULL THEN $unknown
        WHEN broadcast_coverage >= $broadcast_coverage_floor THEN $pass
        ELSE $fail
    END AS status,
    CAST(broadcast_coverage AS DOUBLE) AS value,
    CAST($broadcast_coverage_floor AS DOUBLE) AS threshold,
    CASE
        WHEN row_ref IS NULL THEN '没有当年的核查表'
        WHEN broadcast_coverage IS NULL THEN '核查表未填'
        ELSE
            '广播电视覆盖率 ' || CAST(CAST(100 * broadcast_coverage AS DECIMAL(7, 2)) AS VARCHAR) || '%，'
            || CASE WHEN broadcast_coverage >= $broadcast_coverage_floor THEN '达到' ELSE '未达到' END || '规定'
    END AS reason,
    evidence
FROM survey_of_year
