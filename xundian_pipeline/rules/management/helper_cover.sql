-- helper_cover 帮扶责任人覆盖
-- code: M3
-- contract: Covered: a helper with start_date <= D and no end or end >= D. One name is one helper (names as in ruling 22), counted
-- within the unit. status: AND over the households: covered pass, not covered fail where absence is evidence (ruling 2), else unknown.
-- A quarantined household (ruling 1) of the unit makes what would pass unknown; the counts leave it out.
-- source: 县脱贫攻坚总结 2017
WITH covered AS (
    SELECT DISTINCT household_id
    FROM helpers_in_force
),

household_statuses AS (
    SELECT
        h.household_id,
        h.row_ref,
        CASE
            WHEN c.household_id IS NOT NULL THEN $pass
            WHEN t.township_code IS NOT NULL AND d.household_id IS NULL THEN $fail
            ELSE $unknown
        END AS status,
        COALESCE(d.row_refs, []) AS doubts
    FROM households AS h
    LEFT JOIN covered AS c ON h.household_id = c.household_id
    LEFT JOIN feed_townships AS t ON h.township_code = t.township_code AND t.feed = 'helpers'
    LEFT JOIN doubtful_households AS d ON h.household_id = d.household_id AND d.feed = 'helpers'
),

counted AS (
    SELECT
        u.unit_id,
        COUNT(*) AS households,
        CAST(SUM(CASE WHEN s.status = $pass THEN 1 ELSE 0 END) AS BIGINT) AS covered,
        CAST(SUM(CASE WHEN s.status = $fail THEN 1 ELSE 0 END) AS BIGINT) AS uncovered,
        MIN(s.status) AS status
    FROM household_units AS u
    INNER JOIN household_statuses AS s ON u.household_id = s.household_id
    GROUP BY u.unit_id
),

by_helper AS (
    SELECT
        u.unit_id,
        f.name_key,
        COUNT(DISTINCT f.household_id) AS households
    FROM household_units AS u
    INNER JOIN helpers_in_force AS f ON u.household_id = f.household_id
    GROUP BY u.unit_id, f.name_key
),

busiest AS (
    SELECT
        unit_id,
        COUNT(*) AS helpers,
        MAX(households) AS most_households
    FROM by_helper
    GROUP BY unit_id
),

by_organisation AS (
    SELECT
        u.unit_id,
        COUNT(DISTINCT f.organisation) AS organisations
    FROM household_units AS u
    INNER JOIN helpers_in_force AS f ON u.household_id = f.household_id
    GROUP BY u.unit_id
),

quarantined_rows_of_units AS (
    SELECT
        village_code AS unit_id,
        row_ref
    FROM quarantined_households
    UNION ALL
    SELECT
        SUBSTRING(village_code, 1, 9) AS unit_id,
        row_ref
    FROM quarantined_households
    UNION ALL
    SELECT
        $county_code AS unit_id,
        row_ref
    FROM quarantined_households
),

quarantined AS (
    SELECT
        unit_id,
        COUNT(*) AS households
    FROM quarantined_rows_of_units
    GROUP BY unit_id
),

unit_rows AS (
    SELECT
        u.unit_id,
        f.row_ref
    FROM household_units AS u
    INNER JOIN helpers_in_force AS f ON u.household_id = f.household_id
    UNION ALL
    SELECT
        u.unit_id,
        s.row_ref
    FROM household_units AS u
    INNER JOIN household_statuses AS s ON u.household_id = s.household_id
    WHERE s.status <> $pass
    UNION ALL
    SELECT
        u.unit_id,
        UNNEST(s.doubts) AS row_ref
    FROM household_units AS u
    INNER JOIN household_statuses AS s ON u.household_id = s.household_id
    WHERE s.status = $unknown
    UNION ALL
    SELECT
        unit_id,
        row_ref
    FROM quarantined_rows_of_units
),

evidence AS (
    SELECT
        unit_id,
        ARRAY_AGG(row_ref) AS evidence
    FROM unit_rows
    GROUP BY unit_id
)

SELECT
    c.unit_id,
    c.households,
    c.covered,
    CAST(c.covered AS DOUBLE) / c.households AS share,
    COALESCE(b.helpers, 0) AS helpers,
    COALESCE(o.organisations, 0) AS organisations,
    COALESCE(b.most_households, 0) AS most_households_of_one_helper,
    LEAST(c.status, CASE WHEN q.unit_id IS NULL THEN $pass ELSE $unknown END) AS status,
    CONCAT_WS(
        '；',
        CONCAT(
            '建档立卡户 ',
            CAST(c.households AS VARCHAR),
            ' 户，有在任帮扶责任人的 ',
            CAST(c.covered AS VARCHAR),
            ' 户'
        ),
        CASE WHEN c.uncovered > 0 THEN CAST(c.uncovered AS VARCHAR) || ' 户没有帮扶责任人' END,
        CASE
            WHEN c.households > c.covered + c.uncovered
                THEN CAST(c.households - c.covered - c.uncovered AS VARCHAR) || ' 户因帮扶名册未到、不全或有行被退回，待核实'
        END,
        CASE
            WHEN q.unit_id IS NOT NULL
                THEN '另有 ' || CAST(q.households AS VARCHAR) || ' 户的登记行被退回，未计在内，待核实'
        END
    ) AS reason,
    e.evidence
FROM counted AS c
INNER JOIN evidence AS e ON c.unit_id = e.unit_id
LEFT JOIN busiest AS b ON c.unit_id = b.unit_id
LEFT JOIN by_organisation AS o ON c.unit_id = o.unit_id
LEFT JOIN quarantined AS q ON c.unit_id = q.unit_id
