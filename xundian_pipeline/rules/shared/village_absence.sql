-- For which villages absence from a feed that speaks of villages is evidence (ruling 2): every file of it was usable, it has an
-- accepted row at all, and no quarantined row of it carries the village's code.
WITH whole_feeds AS (
    SELECT DISTINCT feed
    FROM feed_townships
    WHERE feed IN ('village_clinics', 'projects')
)

SELECT
    f.feed,
    v.village_code
FROM whole_feeds AS f
CROSS JOIN villages AS v
LEFT JOIN doubtful_villages AS d ON f.feed = d.feed AND v.village_code = d.village_code
WHERE d.village_code IS NULL
