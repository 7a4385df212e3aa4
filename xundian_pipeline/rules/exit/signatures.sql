-- Whether each unit is signed off at each level: the last decision up to D is 同意; of one day's decisions 不同意 counts (ruling 30).
WITH by_day AS (
    SELECT
        level,
        unit_id,
        sign_date,
        MIN(CASE WHEN decision = '同意' THEN 1 ELSE 0 END) AS agreed,
        MAX(sign_date) OVER (PARTITION BY level, unit_id) AS last_date
    FROM sign_offs
    WHERE sign_date <= $assessment_date
    GROUP BY level, unit_id, sign_date
)

SELECT
    level,
    unit_id,
    agreed = 1 AS signed
FROM by_day
WHERE sign_date = last_date
