-- Poor persons of each village: members of registered households that are not exit_ready. The low end counts only not_ready, the
-- high end verify too, and the persons of quarantined households (V1, ruling 1).
WITH results AS (
    SELECT
        village_code,
        COUNT(*) AS households,
        CAST(SUM(members) AS BIGINT) AS persons,
        CAST(SUM(CASE WHEN result = 'exit_ready' THEN 1 ELSE 0 END) AS BIGINT) AS exit_ready,
        CAST(SUM(CASE WHEN result = 'not_ready' THEN 1 ELSE 0 END) AS BIGINT) AS not_ready,
        CAST(SUM(CASE WHEN result = 'verify' THEN 1 ELSE 0 END) AS BIGINT) AS verify,
        CAST(SUM(CASE WHEN result = 'not_ready' THEN members ELSE 0 END) AS BIGINT) AS persons_not_ready,
        CAST(SUM(CASE WHEN result = 'verify' THEN members ELSE 0 END) AS BIGINT) AS persons_verify
    FROM household_results
    GROUP BY village_code
),

quarantined AS (
    SELECT
        village_code,
        CAST(SUM(persons) AS BIGINT) AS persons,
        ARRAY_AGG(row_ref) AS evidence
    FROM quarantined_households
    GROUP BY village_code
),

open_households AS (
    SELECT
        e.village_code,
        ARRAY_AGG(h.row_ref) AS evidence
    FROM household_results AS e
    INNER JOIN households AS h ON e.household_id = h.household_id
    WHERE e.result <> 'exit_ready'
    GROUP BY e.village_code
)

SELECT
    v.village_code,
    v.survey_row_ref,
    v.rural_population,
    COALESCE(r.households, 0) AS households,
    COALESCE(r.persons, 0) AS persons,
    COALESCE(r.exit_ready, 0) AS exit_ready,
    COALESCE(r.not_ready, 0) AS not_ready,
    COALESCE(r.verify, 0) AS verify,
    COALESCE(r.persons_not_ready, 0) AS low,
    COALESCE(r.persons_not_ready, 0) + COALESCE(r.persons_verify, 0) + COALESCE(q.persons, 0) AS high,
    LIST_CONCAT(COALESCE(o.evidence, []), COALESCE(q.evidence, [])) AS open_household_refs
FROM villages AS v
LEFT JOIN results AS r ON v.village_code = r.village_code
LEFT JOIN quarantined AS q ON v.village_code = q.village_code
LEFT JOIN open_households AS o ON v.village_code = o.village_code
