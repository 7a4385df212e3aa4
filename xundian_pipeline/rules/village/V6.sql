-- V6 农村饮水有保障
-- contract: safe_water_rate >= 1.0; missing -> unknown
-- source: 云南省贫困村退出考核评分表（2016 年）
-- parameter: safe_water_floor
SELECT
    unit_id,
    CASE
        WHEN safe_water_rate IS NULL THEN $unknown
        WHEN safe_water_rate >= $safe_water_floor THEN $pass
        ELSE $fail
    END AS status,
    CAST(safe_water_rate AS DOUBLE) AS value,
    CAST($safe_water_floor AS DOUBLE) AS threshold,
    CASE
        WHEN row_ref IS NULL THEN '没有当年的核查表'
        WHEN safe_water_rate IS NULL THEN '核查表未填'
        ELSE
            '安全饮水覆盖率 ' || CAST(CAST(100 * safe_water_rate AS DECIMAL(7, 2)) AS VARCHAR) || '%，'
            || CASE WHEN safe_water_rate >= $safe_water_floor THEN '达到' ELSE '未达到' END || '规定'
    END AS reason,
    evidence
FROM survey_of_year
