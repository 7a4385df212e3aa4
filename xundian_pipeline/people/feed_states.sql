-- Which feeds have come (present: at least one file or table with a usable header) and which of them whole (complete:
-- every file of it usable), indicators.md and ruling 2; and how many rows of them were quarantined.
WITH unusable AS (
    SELECT DISTINCT
        feed,
        source
    FROM quarantine
    WHERE kind = 'file'
)

SELECT
    f.feed,
    MAX(CASE WHEN f.source IS NOT NULL AND q.source IS NULL THEN 1 ELSE 0 END) = 1 AS present,
    MIN(CASE WHEN f.source IS NOT NULL AND q.source IS NULL THEN 1 ELSE 0 END) = 1 AS complete,
    CAST(SUM(f.rows_quarantined) AS BIGINT) AS rows_quarantined
FROM feed_runs AS f
LEFT JOIN unusable AS q ON f.feed = q.feed AND f.source = q.source
GROUP BY f.feed
