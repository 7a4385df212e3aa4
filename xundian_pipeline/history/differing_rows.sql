-- The rows under a changed status that differ between the two nights, by their content: those that only this night rests on, and those
-- that only the night before did. Where a row stands in its file makes no difference.
WITH after AS (
    SELECT
        c.household_id,
        c.indicator,
        UNNEST(s.evidence) AS row_ref
    FROM changed AS c
    INNER JOIN statuses AS s ON s.level = 'household' AND c.household_id = s.unit AND c.indicator = s.indicator
),

before AS (
    SELECT
        c.household_id,
        c.indicator,
        UNNEST(s.evidence) AS row_ref
    FROM changed AS c
    INNER JOIN past_statuses AS s ON s.level = 'household' AND c.household_id = s.unit AND c.indicator = s.indicator
),

rows_after AS (
    SELECT
        a.household_id,
        a.indicator,
        r.feed,
        r.place,
        r.row_number,
        r.digest
    FROM after AS a
    INNER JOIN cited_rows AS r ON a.row_ref = r.row_ref
),

rows_before AS (
    SELECT
        b.household_id,
        b.indicator,
        r.feed,
        r.place,
        r.row_number,
        r.digest
    FROM before AS b
    INNER JOIN past_cited_rows AS r ON b.row_ref = r.row_ref
)

SELECT DISTINCT
    a.household_id,
    a.indicator,
    a.feed,
    a.place,
    a.row_number,
    TRUE AS is_new
FROM rows_after AS a
LEFT JOIN rows_before AS b
    ON a.household_id = b.household_id AND a.indicator = b.indicator AND a.feed = b.feed AND a.digest = b.digest
WHERE b.feed IS NULL
UNION ALL
SELECT DISTINCT
    b.household_id,
    b.indicator,
    b.feed,
    b.place,
    b.row_number,
    FALSE AS is_new
FROM rows_before AS b
LEFT JOIN rows_after AS a
    ON b.household_id = a.household_id AND b.indicator = a.indicator AND b.feed = a.feed AND b.digest = a.digest
WHERE a.feed IS NULL
