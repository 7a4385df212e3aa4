-- One row per household: its result, and its open findings (those with status open, ruling 42).
WITH counted AS (
    SELECT
        household_id,
        COUNT(*) AS open_findings
    FROM findings
    WHERE status = 'open' AND household_id IS NOT NULL
    GROUP BY household_id
)

SELECT
    r.*,
    COALESCE(c.open_findings, 0) AS open_findings
FROM household_results AS r
LEFT JOIN counted AS c ON r.household_id = c.household_id
