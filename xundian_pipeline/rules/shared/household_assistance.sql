-- Per household and roster (dibao, tekun): how many living members have it in force on D, and whether the household has it: pass where
-- a record says so, fail where absence from the roster is evidence for every living member (rulings 2 and 3), else unknown.
-- Evidence: the records in force; where it is unknown, the rows that leave it open.
WITH rosters AS (
    SELECT rosters.feed
    FROM (VALUES ('dibao'), ('tekun')) AS rosters (feed)
),

in_force AS (
    SELECT
        household_id,
        feed,
        COUNT(DISTINCT member_id) AS members,
        ARRAY_AGG(DISTINCT row_ref) AS evidence
    FROM assistance_in_force
    GROUP BY household_id, feed
),

doubts AS (
    SELECT
        m.household_id,
        d.feed,
        UNNEST(d.row_refs) AS row_ref
    FROM living_members AS m
    INNER JOIN doubtful_members AS d ON m.member_id = d.member_id
),

doubtful AS (
    SELECT
        household_id,
        feed,
        ARRAY_AGG(DISTINCT row_ref) AS evidence
    FROM doubts
    GROUP BY household_id, feed
)

SELECT
    h.household_id,
    r.feed,
    COALESCE(i.members, 0) AS members,
    CASE
        WHEN i.household_id IS NOT NULL THEN $pass
        WHEN t.township_code IS NOT NULL AND d.household_id IS NULL THEN $fail
        ELSE $unknown
    END AS status,
    COALESCE(i.evidence, d.evidence, []) AS evidence
FROM households AS h
CROSS JOIN rosters AS r
LEFT JOIN in_force AS i ON h.household_id = i.household_id AND r.feed = i.feed
LEFT JOIN feed_townships AS t ON h.township_code = t.township_code AND r.feed = t.feed
LEFT JOIN doubtful AS d ON h.household_id = d.household_id AND r.feed = d.feed
