-- V5 网络宽带覆盖
-- contract: AND of broadband_committee, broadband_clinic, and broadband_school unless blank. The school is blank where its cell was
-- blank or a missing mark; one that could not be read, or whose column is missing, is unknown (ruling 33)
-- source: 云南省贫困村退出考核评分表（2016 年）
WITH parts AS (
    SELECT
        unit_id,
        row_ref,
        evidence,
        CASE
            WHEN broadband_committee IS NULL THEN $unknown
            WHEN broadband_committee THEN $pass
            ELSE $fail
        END AS committee,
        CASE WHEN broadband_clinic IS NULL THEN $unknown WHEN broadband_clinic THEN $pass ELSE $fail END AS clinic,
        CASE
            WHEN broadband_school_blank THEN $pass
            WHEN broadband_school IS NULL THEN $unknown
            WHEN broadband_school THEN $pass
            ELSE $fail
        END AS school
    FROM survey_of_year
)

SELECT
    unit_id,
    LEAST(committee, clinic, school) AS status,
    CAST(NULL AS DOUBLE) AS value,
    CAST(NULL AS DOUBLE) AS threshold,
    CASE
        WHEN row_ref IS NULL THEN '没有当年的核查表'
        WHEN LEAST(committee, clinic, school) = $pass THEN '村委会、卫生室（及学校）已通宽带'
        ELSE
            CONCAT_WS(
                '；',
                CASE WHEN committee = $fail THEN '村委会未通宽带' WHEN committee = $unknown THEN '村委会宽带未填' END,
                CASE WHEN clinic = $fail THEN '卫生室未通宽带' WHEN clinic = $unknown THEN '卫生室宽带未填' END,
                CASE WHEN school = $fail THEN '学校未通宽带' WHEN school = $unknown THEN '学校宽带读不出或没有这一栏' END
            )
    END AS reason,
    evidence
FROM parts
