-- Members whose absence from a feed is no evidence: a quarantined row of it carries their number (ruling 2), or they
-- are candidates of an ambiguous record of it (ruling 3).
WITH carried AS (
    SELECT DISTINCT
        feed,
        UNNEST(id_numbers) AS id_number
    FROM quarantined_rows
)

SELECT DISTINCT
    c.feed,
    m.member_id,
    'quarantined' AS because
FROM carried AS c
INNER JOIN members AS m ON c.id_number = m.id_number
UNION ALL
SELECT DISTINCT
    feed,
    member_id,
    'candidate' AS because
FROM candidates
