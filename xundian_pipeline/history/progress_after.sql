-- The trend: every night's households by township and result, what is unknown of them, and their open findings. A township with a
-- registered household has a line for each result.
WITH townships AS (
    SELECT DISTINCT township
    FROM household_results
),

results AS (
    SELECT r.result
    FROM (VALUES ('exit_ready'), ('not_ready'), ('verify')) AS r (result)
),

unknown AS (
    SELECT
        unit AS household_id,
        COUNT(*) AS unknown
    FROM statuses
    WHERE level = 'household' AND status = 'unknown'
    GROUP BY unit
),

counted AS (
    SELECT
        h.township,
        h.result,
        COUNT(*) AS households,
        SUM(h.members) AS persons,
        SUM(COALESCE(u.unknown, 0)) AS unknown,
        SUM(h.open_findings) AS open_findings
    FROM household_exit AS h
    LEFT JOIN unknown AS u ON h.household_id = u.household_id
    GROUP BY h.township, h.result
)

SELECT
    night,
    township,
    result,
    households,
    persons,
    unknown,
    open_findings
FROM (
    SELECT
        night,
        township,
        result,
        households,
        persons,
        unknown,
        open_findings
    FROM past_progress
    UNION ALL
    SELECT
        $assessment_date AS night,
        t.township,
        r.result,
        CAST(COALESCE(c.households, 0) AS BIGINT) AS households,
        CAST(COALESCE(c.persons, 0) AS BIGINT) AS persons,
        CAST(COALESCE(c.unknown, 0) AS BIGINT) AS unknown,
        CAST(COALESCE(c.open_findings, 0) AS BIGINT) AS open_findings
    FROM townships AS t
    CROSS JOIN results AS r
    LEFT JOIN counted AS c ON t.township = c.township AND r.result = c.result
) AS nights
ORDER BY night, township, result
