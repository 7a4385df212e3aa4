-- In which townships absence from a feed can be evidence (ruling 2): every file of the feed was usable and it has an
-- accepted row linked to somebody of the township; a feed about villages: any accepted row, for every township.
WITH townships AS (
    SELECT DISTINCT SUBSTRING(village_code, 1, 9) AS township_code
    FROM register_households
),

seen AS (
    SELECT DISTINCT
        b.feed,
        m.township_code
    FROM belongs AS b
    INNER JOIN members AS m ON b.member_id = m.member_id
    UNION
    SELECT DISTINCT
        r.feed,
        SUBSTRING(h.village_code, 1, 9) AS township_code
    FROM household_records AS r
    INNER JOIN register_households AS h ON r.household_id = h.household_id
    UNION
    SELECT DISTINCT
        v.feed,
        t.township_code
    FROM village_records AS v
    CROSS JOIN townships AS t
)

SELECT
    s.feed,
    s.township_code
FROM seen AS s
INNER JOIN feed_states AS f ON s.feed = f.feed
WHERE f.complete
