-- Whether each unit is signed off at each level, and since when: the last decision up to D is 同意; of one day's decisions 不同意
-- counts (ruling 30). Evidence: the decisions of that day.
WITH by_day AS (
    SELECT
        level,
        unit_id,
        sign_date,
        MIN(CASE WHEN decision = '同意' THEN 1 ELSE 0 END) AS agreed,
        MAX(sign_date) OVER (PARTITION BY level, unit_id) AS last_date,
        ARRAY_AGG(row_ref) AS evidence
    FROM sign_offs
    WHERE sign_date <= $assessment_date
    GROUP BY level, unit_id, sign_date
)

SELECT
    level,
    unit_id,
    sign_date,
    agreed = 1 AS signed,
    evidence
FROM by_day
WHERE sign_date = last_date
