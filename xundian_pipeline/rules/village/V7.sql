-- V7 卫生室建设
-- contract: any clinic of the village with up_to_standard and doctors * 1000 >= population_served -> pass (per clinic, ruling 33);
-- clinics but none so, or no clinic row -> fail if absence is evidence (ruling 2), else unknown
-- source: 云南省贫困村退出考核评分表（2016 年）
WITH by_village AS (
    SELECT
        village_code,
        MAX(
            CASE WHEN up_to_standard AND doctors * $population_per_doctor >= population_served THEN 1 ELSE 0 END
        ) = 1 AS has_good_clinic,
        COUNT(*) AS clinics,
        ARRAY_AGG(row_ref) AS evidence
    FROM village_clinics
    GROUP BY village_code
),

judged AS (
    SELECT
        v.village_code,
        c.clinics,
        CASE
            WHEN c.has_good_clinic THEN $pass
            WHEN a.feed IS NOT NULL THEN $fail
            ELSE $unknown
        END AS status,
        COALESCE(c.evidence, []) AS evidence
    FROM villages AS v
    LEFT JOIN by_village AS c ON v.village_code = c.village_code
    LEFT JOIN village_absence AS a ON v.village_code = a.village_code AND a.feed = 'village_clinics'
)

SELECT
    village_code AS unit_id,
    status,
    CAST(NULL AS DOUBLE) AS value,
    CAST(NULL AS DOUBLE) AS threshold,
    CASE
        WHEN status = $pass THEN '有达标且医生人数足够的卫生室'
        WHEN status = $unknown THEN '卫生室名单未到、不全或有行被退回，待核实'
        WHEN clinics IS NOT NULL THEN CAST(clinics AS VARCHAR) || ' 个卫生室都不达标或医生人数不足'
        ELSE '没有卫生室'
    END AS reason,
    evidence
FROM judged
