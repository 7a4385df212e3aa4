-- One row per village: its ten, the result as for households, its households by result, and the interval of its incidence.
WITH statuses AS (
    SELECT
        unit_id AS village_code,
        MIN(status) AS result,
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
    CASE s.v1 WHEN $pass THEN 'pass' WHEN $fail THEN 'fail' ELSE 'unknown' END AS v1,
    CASE s.v2 WHEN $pass THEN 'pass' WHEN $fail THEN 'fail' ELSE 'unknown' END AS v2,
    CASE s.v3 WHEN $pass THEN 'pass' WHEN $fail THEN 'fail' ELSE 'unknown' END AS v3,
    CASE s.v4 WHEN $pass THEN 'pass' WHEN $fail THEN 'fail' ELSE 'unknown' END AS v4,
    CASE s.v5 WHEN $pass THEN 'pass' WHEN $fail THEN 'fail' ELSE 'unknown' END AS v5,
    CASE s.v6 WHEN $pass THEN 'pass' WHEN $fail THEN 'fail' ELSE 'unknown' END AS v6,
    CASE s.v7 WHEN $pass THEN 'pass' WHEN $fail THEN 'fail' ELSE 'unknown' END AS v7,
    CASE s.v8 WHEN $pass THEN 'pass' WHEN $fail THEN 'fail' ELSE 'unknown' END AS v8,
    CASE s.v9 WHEN $pass THEN 'pass' WHEN $fail THEN 'fail' ELSE 'unknown' END AS v9,
    CASE s.v10 WHEN $pass THEN 'pass' WHEN $fail THEN 'fail' ELSE 'unknown' END AS v10,
    CASE s.result WHEN $pass THEN 'exit_ready' WHEN $fail THEN 'not_ready' ELSE 'verify' END AS result
FROM villages AS v
INNER JOIN statuses AS s ON v.village_code = s.village_code
INNER JOIN village_poverty AS p ON v.village_code = p.village_code
