-- Whether the units below a level that has signed had signed on or before its own date (M8): pass, fail where one of them breaks it,
-- unknown where none does for certain and one without any decision may. A village demands its exit_ready households, a township its
-- exit_ready villages (by the first nine digits of the code), the county its townships with a registered household. A unit below
-- whose last decision is 不同意, or that signed later, breaks it always; one without any decision breaks it only where no quarantined
-- row carries its number or code and every file of sign_offs was usable (ruling 2). Levels that demand nothing have no row.
-- Evidence: the level's own signature, and the rows of the units below that break it or leave it open; `proof` is the first of these.
WITH demanded AS (
    SELECT
        '村' AS level,
        r.village_code AS unit_id,
        '户' AS below_level,
        r.household_id AS below_id,
        h.row_ref AS below_row_ref
    FROM household_results AS r
    INNER JOIN households AS h ON r.household_id = h.household_id
    WHERE r.result = 'exit_ready'
    UNION ALL
    SELECT
        '乡' AS level,
        SUBSTRING(e.village_code, 1, 9) AS unit_id,
        '村' AS below_level,
        e.village_code AS below_id,
        v.survey_row_ref AS below_row_ref
    FROM village_exit AS e
    INNER JOIN villages AS v ON e.village_code = v.village_code
    WHERE e.result = 'exit_ready'
    UNION ALL
    SELECT DISTINCT
        '县' AS level,
        $county_code AS unit_id,
        '乡' AS below_level,
        township_code AS below_id,
        CAST(NULL AS BIGINT) AS below_row_ref
    FROM households
),

whole AS (
    SELECT feed
    FROM feed_states
    WHERE feed = 'sign_offs' AND complete
),

judged AS (
    SELECT
        s.level,
        s.unit_id,
        CASE
            WHEN b.unit_id IS NOT NULL THEN b.evidence
            WHEN q.unit_id IS NOT NULL THEN q.row_refs
            WHEN d.below_row_ref IS NOT NULL THEN [d.below_row_ref]
            ELSE []
        END AS below_rows,
        CASE
            WHEN b.signed AND b.sign_date <= s.sign_date THEN $pass
            WHEN b.unit_id IS NOT NULL THEN $fail
            WHEN w.feed IS NOT NULL AND q.unit_id IS NULL THEN $fail
            ELSE $unknown
        END AS status
    FROM signatures AS s
    INNER JOIN demanded AS d ON s.level = d.level AND s.unit_id = d.unit_id
    LEFT JOIN signatures AS b ON d.below_level = b.level AND d.below_id = b.unit_id
    LEFT JOIN doubtful_units AS q ON d.below_id = q.unit_id
    LEFT JOIN whole AS w ON w.feed = 'sign_offs'
    WHERE s.signed
),

orders AS (
    SELECT
        level,
        unit_id,
        MIN(status) AS status,
        CAST(SUM(CASE WHEN status = $fail THEN 1 ELSE 0 END) AS BIGINT) AS breaking
    FROM judged
    GROUP BY level, unit_id
),

deciding AS (
    SELECT
        j.level,
        j.unit_id,
        UNNEST(j.below_rows) AS row_ref
    FROM judged AS j
    INNER JOIN orders AS o ON j.level = o.level AND j.unit_id = o.unit_id AND j.status = o.status
    WHERE j.status <> $pass
),

below AS (
    SELECT
        level,
        unit_id,
        MIN(row_ref) AS proof,
        ARRAY_AGG(DISTINCT row_ref) AS evidence
    FROM deciding
    GROUP BY level, unit_id
)

SELECT
    o.level,
    o.unit_id,
    o.status,
    o.breaking,
    b.proof,
    LIST_CONCAT(s.evidence, COALESCE(b.evidence, [])) AS evidence
FROM orders AS o
INNER JOIN signatures AS s ON o.level = s.level AND o.unit_id = s.unit_id
LEFT JOIN below AS b ON o.level = b.level AND o.unit_id = b.unit_id
