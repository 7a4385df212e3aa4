-- C1 综合贫困发生率低于3%
-- contract: as V1 over the county (population: sum over the survey of Y). A registered village with members and no survey row makes it
-- unknown (ruling 31). Quarantined households without a village count here too (ruling 1).
-- source: 红河州扶贫办 2017-09-22
-- parameter: incidence_ceiling
WITH quarantined AS (
    SELECT COALESCE(SUM(persons), 0) AS persons
    FROM quarantined_households
),

households_of_county AS (
    SELECT
        SUM(CASE WHEN result = 'not_ready' THEN members ELSE 0 END) AS low,
        SUM(CASE WHEN result <> 'exit_ready' THEN members ELSE 0 END) AS high
    FROM household_results
),

surveyed AS (
    SELECT
        SUM(rural_population) AS population,
        SUM(CASE WHEN survey_row_ref IS NULL AND persons > 0 THEN 1 ELSE 0 END) AS unsurveyed
    FROM village_poverty
),

totals AS (
    SELECT
        h.low,
        h.high + q.persons AS high,
        s.population,
        s.unsurveyed
    FROM households_of_county AS h
    CROSS JOIN quarantined AS q
    CROSS JOIN surveyed AS s
),

evidence AS (
    SELECT survey_row_ref AS row_ref
    FROM village_poverty
    WHERE survey_row_ref IS NOT NULL
    UNION
    SELECT UNNEST(open_household_refs) AS row_ref
    FROM village_poverty
    UNION
    SELECT row_ref
    FROM quarantined_households
)

SELECT
    $county_code AS unit_id,
    CASE
        WHEN population IS NULL OR unsurveyed > 0 THEN $unknown
        WHEN high < $incidence_ceiling * population THEN $pass
        WHEN low >= $incidence_ceiling * population THEN $fail
        ELSE $unknown
    END AS status,
    CAST(high AS DOUBLE) / CAST(population AS DOUBLE) AS value,
    CAST($incidence_ceiling AS DOUBLE) AS threshold,
    CASE
        WHEN population IS NULL THEN '没有当年的村核查表，农业户籍人口不详'
        ELSE
            '农业户籍人口 ' || CAST(population AS VARCHAR) || ' 人，未达标户 ' || CAST(low AS VARCHAR)
            || ' 人，连同待核实户和被退回的户至多 ' || CAST(high AS VARCHAR) || ' 人'
            || CASE WHEN unsurveyed > 0 THEN '；有 ' || CAST(unsurveyed AS VARCHAR) || ' 个村没有当年的核查表' ELSE '' END
    END AS reason,
    COALESCE((SELECT ARRAY_AGG(row_ref) FROM evidence), []) AS evidence
FROM totals
