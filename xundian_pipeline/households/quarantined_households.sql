-- Quarantined households (ruling 1): once per household_id, a row without one being its own, and not if the id is
-- accepted elsewhere (ruling 30). Persons: the declared size, of several rows the largest, else the member rows that
-- name it; the village is that of the first row that has one.
WITH quarantined AS (
    SELECT
        q.row_ref,
        q.household_id,
        COALESCE(q.household_id, CAST(q.row_ref AS VARCHAR)) AS unit_id,
        CASE
            WHEN REGEXP_MATCHES(q.village_code, '^[0-9]{12}$') AND SUBSTRING(q.village_code, 1, 6) = $county_code
                THEN q.village_code
        END AS village_code,
        CASE WHEN q.household_size >= 1 THEN q.household_size END AS household_size
    FROM quarantined_rows AS q
    LEFT JOIN register_households AS h ON q.household_id = h.household_id
    WHERE q.feed = 'register_households' AND h.household_id IS NULL
),

first_rows AS (
    SELECT
        unit_id,
        MIN(row_ref) AS row_ref
    FROM quarantined
    WHERE village_code IS NOT NULL
    GROUP BY unit_id
),

first_villages AS (
    SELECT
        q.unit_id,
        q.village_code
    FROM quarantined AS q
    INNER JOIN first_rows AS f ON q.row_ref = f.row_ref
),

named AS (
    SELECT household_id
    FROM register_members
    UNION ALL
    SELECT household_id
    FROM quarantined_rows
    WHERE feed = 'register_members'
),

member_rows AS (
    SELECT
        household_id,
        COUNT(*) AS persons
    FROM named
    GROUP BY household_id
)

SELECT
    q.unit_id,
    MIN(q.row_ref) AS row_ref,
    v.village_code,
    COALESCE(MAX(q.household_size), m.persons, 0) AS persons
FROM quarantined AS q
LEFT JOIN first_villages AS v ON q.unit_id = v.unit_id
LEFT JOIN member_rows AS m ON q.household_id = m.household_id
GROUP BY q.unit_id, v.village_code, m.persons
