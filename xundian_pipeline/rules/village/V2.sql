-- V2 道路硬化到村
-- contract: road_hardened; missing -> unknown
-- source: 云南省贫困村退出考核评分表（2016 年）
SELECT
    unit_id,
    CASE WHEN road_hardened IS NULL THEN $unknown WHEN road_hardened THEN $pass ELSE $fail END AS status,
    CAST(NULL AS DOUBLE) AS value,
    CAST(NULL AS DOUBLE) AS threshold,
    CASE
        WHEN row_ref IS NULL THEN '没有当年的核查表'
        WHEN road_hardened IS NULL THEN '核查表未填'
        WHEN road_hardened THEN '道路已硬化到村'
        ELSE '道路未硬化到村'
    END AS reason,
    evidence
FROM survey_of_year
