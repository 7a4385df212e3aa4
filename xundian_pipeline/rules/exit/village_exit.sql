-- One row per village: its ten, the result as for households, its households by result, and the interval of its incidence.
WITH statuses AS (
    SELECT
        village_code,
        MAX(CASE WHEN indicator = 'V1' THEN status END) AS v1,
        MAX(CASE WHEN indicator = 'V2' THEN status END) AS v2,
        MAX(CASE WHEN indicator = 'V3' THEN status END) AS v3,
        MAX(CASE WHEN indicator = 'V4' THEN status END) AS v4,
        MAX(CASE WHEN indicator = 'V5' THEN status END) AS v5,
        MAX(CASE WHEN indicator = 'V6' THEN status END) AS v6,
        MAX(CASE WHEN indicator = 'V7' THEN status END) AS v7,
        MAX(CASE WHEN indicator = 'V8' THEN status END) AS v8,
        MAX(CASE WHEN indicator = 'V9' THEN status END) AS v9,
        MAX(CASE WHEN indicator = 'V10' THEN status END) AS v10
    FROM village_exit_indicators
    GROUP BY village_code
),

results AS (
    SELECT
        unit_id AS village_code,
        MIN(status) AS result
    FROM village_statuses
    GROUP BY unit_id
)

SELECT
    v.village_code,
    v.township,
    v.village,
    v.poor_village,
    p.households,
    p.persons,
    p.exit_ready,
    p.not_ready,
    p.verify,
    CAST(p.low AS DOUBLE) / p.rural_population AS incidence_low,
    CAST(p.high AS DOUBLE) / p.rural_population AS incidence_high,
    s.v1,
    s.v2,
    s.v3,
    s.v4,
    s.v5,
    s.v6,
    s.v7,
    s.v8,
    s.v9,
    s.v10,
    CASE r.result WHEN $pass THEN 'exit_ready' WHEN $fail THEN 'not_ready' ELSE 'verify' END AS result
FROM villages AS v
INNER JOIN statuses AS s ON v.village_code = s.village_code
INNER JOIN results AS r ON v.village_code = r.village_code
INNER JOIN village_poverty AS p ON v.village_code = p.village_code
