-- What stands in the way of each figure: feeds that have not come (then nothing is computed, and never 0), and feeds that came in part.
-- A figure reads three feeds at most.
WITH sources AS (
    SELECT
        f.figure_id,
        f.place,
        f.title,
        s.present,
        s.complete,
        s.rows_quarantined
    FROM figure_feeds AS f
    INNER JOIN feed_states AS s ON f.feed = s.feed
)

SELECT
    figure_id,
    MIN(CASE WHEN present THEN 1 ELSE 0 END) = 1 AS all_present,
    CONCAT_WS(
        '、',
        MAX(CASE WHEN place = 1 AND NOT present THEN title END),
        MAX(CASE WHEN place = 2 AND NOT present THEN title END),
        MAX(CASE WHEN place = 3 AND NOT present THEN title END)
    ) AS absent,
    CONCAT_WS(
        '、',
        MAX(CASE WHEN place = 1 AND present AND NOT complete THEN title END),
        MAX(CASE WHEN place = 2 AND present AND NOT complete THEN title END),
        MAX(CASE WHEN place = 3 AND present AND NOT complete THEN title END)
    ) AS broken,
    CAST(SUM(rows_quarantined) AS BIGINT) AS rows_quarantined
FROM sources
GROUP BY figure_id
