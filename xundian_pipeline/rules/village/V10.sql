-- V10 资金项目投入
-- contract: sum of spent over the village's projects started on or before D > 0 -> pass; feed present and none -> fail; absent ->
-- unknown. A project counts as started only with a start_date; a started one that lacks spent makes the sum unknown if the rest is 0
-- (ruling 33). A sum of 0 fails only where absence is evidence (ruling 2). Value: what is known to be spent, null without one (32)
-- source: 云南省贫困村退出考核评分表（2016 年）
-- parameter: village_spending_floor
WITH by_village AS (
    SELECT
        village_code,
        CAST(SUM(spent) AS DECIMAL(18, 2)) AS spent,
        COUNT(*) AS projects,
        SUM(CASE WHEN spent IS NULL THEN 1 ELSE 0 END) AS without_spent,
        ARRAY_AGG(row_ref) AS evidence
    FROM projects
    WHERE start_date <= $assessment_date
    GROUP BY village_code
),

judged AS (
    SELECT
        v.village_code,
        c.spent,
        c.projects,
        CASE
            WHEN c.spent > $village_spending_floor THEN $pass
            WHEN c.without_spent > 0 THEN $unknown
            WHEN a.feed IS NOT NULL THEN $fail
            ELSE $unknown
        END AS status,
        COALESCE(c.evidence, []) AS evidence
    FROM villages AS v
    LEFT JOIN by_village AS c ON v.village_code = c.village_code
    LEFT JOIN village_absence AS a ON v.village_code = a.village_code AND a.feed = 'projects'
)

SELECT
    village_code AS unit_id,
    status,
    CASE WHEN projects IS NOT NULL THEN CAST(COALESCE(spent, 0) AS DOUBLE) END AS value,
    CAST($village_spending_floor AS DOUBLE) AS threshold,
    CASE
        WHEN status = $pass
            THEN CAST(projects AS VARCHAR) || ' 个已开工项目，已支出 ' || CAST(spent AS VARCHAR) || ' 元'
        WHEN status = $fail THEN '没有已开工并有支出的项目'
        ELSE '项目库未到、不全，或已开工项目的支出未填，待核实'
    END AS reason,
    evidence
FROM judged
