-- Members whose absence from a feed is no evidence: quarantined rows of it carry their number (ruling 2), or they are
-- candidates of ambiguous records of it (ruling 3); which rows.
WITH carried AS (
    SELECT DISTINCT
        feed,
        row_ref,
        UNNEST(id_numbers) AS id_number
    FROM quarantined_rows
)

SELECT
    c.feed,
    m.member_id,
    'quarantined' AS because,
    ARRAY_AGG(c.row_ref) AS row_refs
FROM carried AS c
INNER JOIN members AS m ON c.id_number = m.id_number
GROUP BY c.feed, m.member_id
UNION ALL
SELECT
    feed,
    member_id,
    'candidate' AS because,
    ARRAY_AGG(DISTINCT row_ref) AS row_refs
FROM candidates
GROUP BY feed, member_id
