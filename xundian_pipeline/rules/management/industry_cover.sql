-- industry_cover 产业覆盖
-- code: M6
-- contract: production_projects: distinct projects of measure 发展生产 in the village started on or before D. households_with_production:
-- registered households named by project_beneficiaries of a 发展生产 project with date <= D. status for poor villages (survey of Y), an
-- AND by ruling 2: over the village's projects (at least one; fail where absence is evidence) and over its households (each has
-- production; fail where absence from project_beneficiaries is evidence, unless it has a record of an unknown project and its village's
-- absence from projects is none). No registered household: share null, its part unknown. A quarantined household: what would pass is
-- unknown. Villages that are not poor: null. A village without a survey row of Y: poor_village null, status unknown.
-- source: 县脱贫攻坚总结 2017
WITH started AS (
    SELECT
        village_code,
        COUNT(*) AS projects,
        ARRAY_AGG(row_ref) AS evidence
    FROM projects
    WHERE measure = '发展生产' AND start_date <= $assessment_date
    GROUP BY village_code
),

kinds AS (
    SELECT
        project_id,
        MAX(CASE WHEN measure = '发展生产' THEN 1 ELSE 0 END) AS is_production
    FROM projects
    GROUP BY project_id
),

benefits AS (
    SELECT
        b.household_id,
        MAX(k.is_production) AS has_production,
        MAX(CASE WHEN k.project_id IS NULL THEN 1 ELSE 0 END) AS has_unknown_project
    FROM project_beneficiaries AS b
    LEFT JOIN kinds AS k ON b.project_id = k.project_id
    WHERE b.date <= $assessment_date
    GROUP BY b.household_id
),

household_statuses AS (
    SELECT
        h.household_id,
        h.village_code,
        h.row_ref,
        CASE
            WHEN b.has_production = 1 THEN $pass
            WHEN t.township_code IS NULL OR d.household_id IS NOT NULL THEN $unknown
            WHEN b.has_unknown_project = 1 AND a.village_code IS NULL THEN $unknown
            ELSE $fail
        END AS status,
        COALESCE(d.row_refs, []) AS doubts
    FROM households AS h
    LEFT JOIN benefits AS b ON h.household_id = b.household_id
    LEFT JOIN feed_townships AS t ON h.township_code = t.township_code AND t.feed = 'project_beneficiaries'
    LEFT JOIN doubtful_households AS d ON h.household_id = d.household_id AND d.feed = 'project_beneficiaries'
    LEFT JOIN village_absence AS a ON h.village_code = a.village_code AND a.feed = 'projects'
),

counted AS (
    SELECT
        village_code,
        COUNT(*) AS households,
        CAST(SUM(CASE WHEN status = $pass THEN 1 ELSE 0 END) AS BIGINT) AS with_production,
        MIN(status) AS status
    FROM household_statuses
    GROUP BY village_code
),

quarantined AS (
    SELECT
        village_code,
        COUNT(*) AS households
    FROM quarantined_households
    GROUP BY village_code
),

parts AS (
    SELECT
        v.village_code,
        v.poor_village,
        v.survey_row_ref,
        COALESCE(s.projects, 0) AS projects,
        COALESCE(c.households, 0) AS households,
        COALESCE(c.with_production, 0) AS with_production,
        q.households AS quarantined,
        CASE
            WHEN s.village_code IS NOT NULL THEN $pass
            WHEN a.village_code IS NOT NULL THEN $fail
            ELSE $unknown
        END AS projects_status,
        COALESCE(c.status, $unknown) AS households_status,
        CASE WHEN q.village_code IS NULL THEN $pass ELSE $unknown END AS register_status,
        COALESCE(s.evidence, []) AS project_rows
    FROM villages AS v
    LEFT JOIN started AS s ON v.village_code = s.village_code
    LEFT JOIN counted AS c ON v.village_code = c.village_code
    LEFT JOIN quarantined AS q ON v.village_code = q.village_code
    LEFT JOIN village_absence AS a ON v.village_code = a.village_code AND a.feed = 'projects'
),

village_rows AS (
    SELECT
        village_code,
        survey_row_ref AS row_ref
    FROM parts
    UNION ALL
    SELECT
        village_code,
        UNNEST(project_rows) AS row_ref
    FROM parts
    UNION ALL
    SELECT
        h.village_code,
        b.row_ref
    FROM project_beneficiaries AS b
    INNER JOIN household_statuses AS h ON b.household_id = h.household_id
    LEFT JOIN kinds AS k ON b.project_id = k.project_id
    WHERE
        b.date <= $assessment_date
        AND (k.is_production = 1 OR (k.project_id IS NULL AND h.status = $unknown))
    UNION ALL
    SELECT
        village_code,
        row_ref
    FROM household_statuses
    WHERE status <> $pass
    UNION ALL
    SELECT
        village_code,
        UNNEST(doubts) AS row_ref
    FROM household_statuses
    WHERE status = $unknown
    UNION ALL
    SELECT
        d.village_code,
        UNNEST(d.row_refs) AS row_ref
    FROM doubtful_villages AS d
    WHERE d.feed = 'projects'
    UNION ALL
    SELECT
        village_code,
        row_ref
    FROM quarantined_households
),

evidence AS (
    SELECT
        village_code,
        ARRAY_AGG(row_ref) AS evidence
    FROM village_rows
    WHERE row_ref IS NOT NULL
    GROUP BY village_code
)

SELECT
    p.village_code,
    p.poor_village,
    p.projects AS production_projects,
    p.households,
    p.with_production AS households_with_production,
    CASE WHEN p.households > 0 THEN CAST(p.with_production AS DOUBLE) / p.households END AS share,
    CASE
        WHEN p.poor_village IS NULL THEN $unknown
        WHEN p.poor_village THEN LEAST(p.projects_status, p.households_status, p.register_status)
    END AS status,
    CONCAT_WS(
        '；',
        CASE
            WHEN p.poor_village IS NULL THEN '没有当年的村核查表，是否贫困村不详'
            WHEN NOT p.poor_village THEN '非贫困村，不作判定'
        END,
        CONCAT(
            '已开工的产业项目 ',
            CAST(p.projects AS VARCHAR),
            ' 个，建档立卡户 ',
            CAST(p.households AS VARCHAR),
            ' 户，有产业的 ',
            CAST(p.with_production AS VARCHAR),
            ' 户'
        ),
        CASE
            WHEN p.poor_village AND p.projects_status = $unknown THEN '项目库未到、不全或有行被退回，待核实'
        END,
        CASE
            WHEN p.poor_village AND p.households = 0 THEN '没有建档立卡户，待核实'
            WHEN p.poor_village AND p.households_status = $unknown THEN '受益户名册未到、不全或有行被退回，待核实'
        END,
        CASE
            WHEN p.quarantined IS NOT NULL
                THEN '另有 ' || CAST(p.quarantined AS VARCHAR) || ' 户的登记行被退回，未计在内'
        END
    ) AS reason,
    e.evidence
FROM parts AS p
INNER JOIN evidence AS e ON p.village_code = e.village_code
