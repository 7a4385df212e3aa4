-- V9 适龄儿童有学上
-- contract: school_age_enrolment_rate >= 1.0; missing -> unknown
-- source: 云南省贫困村退出考核评分表（2016 年）
-- parameter: school_enrolment_floor
SELECT
    unit_id,
    CASE
        WHEN school_age_enrolment_rate IS NULL THEN $unknown
        WHEN school_age_enrolment_rate >= $school_enrolment_floor THEN $pass
        ELSE $fail
    END AS status,
    CAST(school_age_enrolment_rate AS DOUBLE) AS value,
    CAST($school_enrolment_floor AS DOUBLE) AS threshold,
    CASE
        WHEN row_ref IS NULL THEN '没有当年的核查表'
        WHEN school_age_enrolment_rate IS NULL THEN '核查表未填'
        ELSE
            '适龄儿童入学率 ' || CAST(CAST(100 * school_age_enrolment_rate AS DECIMAL(7, 2)) AS VARCHAR) || '%，'
            || CASE WHEN school_age_enrolment_rate >= $school_enrolment_floor THEN '达到' ELSE '未达到' END || '规定'
    END AS reason,
    evidence
FROM survey_of_year
