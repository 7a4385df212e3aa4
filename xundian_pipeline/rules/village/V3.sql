-- V3 通动力电
-- contract: three_phase_power; missing -> unknown
-- source: 云南省贫困村退出考核评分表（2016 年）
SELECT
    unit_id,
    CASE WHEN three_phase_power IS NULL THEN $unknown WHEN three_phase_power THEN $pass ELSE $fail END AS status,
    CAST(NULL AS DOUBLE) AS value,
    CAST(NULL AS DOUBLE) AS threshold,
    CASE
        WHEN row_ref IS NULL THEN '没有当年的核查表'
        WHEN three_phase_power IS NULL THEN '核查表未填'
        WHEN three_phase_power THEN '已通动力电'
        ELSE '未通动力电'
    END AS reason,
    evidence
FROM survey_of_year
