-- V1 贫困发生率低于3%
-- contract: poor persons / rural_population < 0.03, as an interval: high/pop < 0.03 -> pass; low/pop >= 0.03 -> fail; else unknown; no
-- survey row -> unknown. Value = high/pop. Compared by multiplication, which is exact (ruling 33).
-- source: 云厅字〔2016〕11号
-- parameter: incidence_ceiling
SELECT
    village_code AS unit_id,
    CASE
        WHEN rural_population IS NULL THEN $unknown
        WHEN high < $incidence_ceiling * rural_population THEN $pass
        WHEN low >= $incidence_ceiling * rural_population THEN $fail
        ELSE $unknown
    END AS status,
    CAST(high AS DOUBLE) / rural_population AS value,
    CAST($incidence_ceiling AS DOUBLE) AS threshold,
    CASE
        WHEN rural_population IS NULL THEN '没有当年的核查表，农业户籍人口不详'
        ELSE
            '农业户籍人口 ' || CAST(rural_population AS VARCHAR) || ' 人，未达标户 ' || CAST(low AS VARCHAR)
            || ' 人，连同待核实户和被退回的户至多 ' || CAST(high AS VARCHAR) || ' 人'
    END AS reason,
    CASE
        WHEN survey_row_ref IS NULL THEN open_household_refs
        ELSE LIST_CONCAT([survey_row_ref], open_household_refs)
    END AS evidence
FROM village_poverty
