-- One row per household: its six, the result (exit_ready: all pass, not_ready: any fails, verify otherwise), how many of the seven
-- measures, and the signatures (ruling 30).
WITH statuses AS (
    SELECT
        household_id,
        MAX(CASE WHEN indicator = 'H1' THEN status END) AS h1,
        MAX(CASE WHEN indicator = 'H2' THEN status END) AS h2,
        MAX(CASE WHEN indicator = 'H3' THEN status END) AS h3,
        MAX(CASE WHEN indicator = 'H4' THEN status END) AS h4,
        MAX(CASE WHEN indicator = 'H5' THEN status END) AS h5,
        MAX(CASE WHEN indicator = 'H6' THEN status END) AS h6
    FROM household_exit_indicators
    GROUP BY household_id
),

results AS (
    SELECT
        unit_id AS household_id,
        MIN(status) AS result
    FROM household_statuses
    GROUP BY unit_id
),

measures AS (
    SELECT
        household_id,
        COUNT(*) AS measures
    FROM household_measures
    GROUP BY household_id
)

SELECT
    h.household_id,
    h.township,
    h.village_code,
    h.village,
    h.hamlet,
    h.household_type,
    h.main_cause,
    h.identified_year,
    h.exit_year,
    h.size AS members,
    h.net_income_per_capita,
    s.h1,
    s.h2,
    s.h3,
    s.h4,
    s.h5,
    s.h6,
    CASE r.result WHEN $pass THEN 'exit_ready' WHEN $fail THEN 'not_ready' ELSE 'verify' END AS result,
    COALESCE(m.measures, 0) AS measures,
    COALESCE(sh.signed, FALSE) AS signed_household,
    COALESCE(sv.signed, FALSE) AS signed_village,
    COALESCE(st.signed, FALSE) AS signed_township,
    COALESCE(sc.signed, FALSE) AS signed_county
FROM households AS h
INNER JOIN statuses AS s ON h.household_id = s.household_id
INNER JOIN results AS r ON h.household_id = r.household_id
LEFT JOIN measures AS m ON h.household_id = m.household_id
LEFT JOIN signatures AS sh ON h.household_id = sh.unit_id AND sh.level = '户'
LEFT JOIN signatures AS sv ON h.village_code = sv.unit_id AND sv.level = '村'
LEFT JOIN signatures AS st ON h.township_code = st.unit_id AND st.level = '乡'
LEFT JOIN signatures AS sc ON sc.unit_id = $county_code AND sc.level = '县'
