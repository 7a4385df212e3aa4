-- grain_for_green_area 全县已实施退耕还林1.67万公顷
-- feeds: grain_for_green
-- note: 每名退耕户每村取最近一年的面积
-- Converted so far: a holder whose payments have ended still holds the forest.
WITH latest AS (
    SELECT
        g.area_ha,
        ROW_NUMBER() OVER (PARTITION BY p.person, g.village_code ORDER BY g.year DESC, g.row_ref ASC) AS place
    FROM grain_for_green AS g
    INNER JOIN roster_persons AS p ON g.row_ref = p.row_ref
    WHERE g.year <= $assessment_year AND (g.date IS NULL OR g.date <= $assessment_date)
)

SELECT
    COALESCE(SUM(area_ha), 0) AS amount,
    1 AS divisor
FROM latest
WHERE place = 1
