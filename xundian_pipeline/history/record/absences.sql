-- In which townships absence from a feed can be evidence tonight (ruling 2), for every feed that a finding may rest on: those of the
-- departments as linkage says it; the register where all its files were usable; sign_offs taken as a feed about villages (M8).
WITH townships AS (
    SELECT DISTINCT SUBSTRING(village_code, 1, 9) AS township_code
    FROM register_households
),

registers AS (
    SELECT
        'register_households' AS feed,
        SUBSTRING(village_code, 1, 9) AS township_code
    FROM register_households
    UNION
    SELECT
        'register_members' AS feed,
        township_code
    FROM members
),

signed AS (
    SELECT COUNT(*) AS decisions
    FROM sign_offs
)

SELECT
    feed,
    township_code
FROM feed_townships
UNION
SELECT
    r.feed,
    r.township_code
FROM registers AS r
INNER JOIN feed_states AS f ON r.feed = f.feed
WHERE f.complete
UNION
SELECT
    f.feed,
    t.township_code
FROM feed_states AS f
CROSS JOIN signed AS s
CROSS JOIN townships AS t
WHERE f.feed = 'sign_offs' AND f.complete AND s.decisions > 0
