-- V8 公共服务和活动场所
-- contract: activity_place; missing -> unknown
-- source: 云南省贫困村退出考核评分表（2016 年）
SELECT
    unit_id,
    CASE WHEN activity_place IS NULL THEN $unknown WHEN activity_place THEN $pass ELSE $fail END AS status,
    CAST(NULL AS DOUBLE) AS value,
    CAST(NULL AS DOUBLE) AS threshold,
    CASE
        WHEN row_ref IS NULL THEN '没有当年的核查表'
        WHEN activity_place IS NULL THEN '核查表未填'
        WHEN activity_place THEN '有公共服务和活动场所'
        ELSE '没有公共服务和活动场所'
    END AS reason,
    evidence
FROM survey_of_year
