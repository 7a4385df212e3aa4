-- The registered households with new assistance in the assessment year up to D, and whether their means were checked, visited and
-- checked again by the county in that time (management.md M2).
WITH new_households AS (
    SELECT DISTINCT household_id
    FROM assistance_beginnings
),

checks AS (
    SELECT
        household_id,
        MAX(visited) AS visited,
        MAX(spot_checked) AS spot_checked
    FROM checks_of_year
    GROUP BY household_id
)

SELECT
    n.household_id,
    CASE WHEN c.household_id IS NULL THEN 0 ELSE 1 END AS checked,
    COALESCE(c.visited, 0) AS visited,
    COALESCE(c.spot_checked, 0) AS spot_checked
FROM new_households AS n
LEFT JOIN checks AS c ON n.household_id = c.household_id
