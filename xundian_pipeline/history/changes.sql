-- What changed since the night before (ruling 45), each with its causes and the rows that differ, falls back first.
WITH told AS (
    SELECT
        household_id,
        indicator,
        STRING_AGG(cause, '；' ORDER BY place, cause) AS cause
    FROM causes
    GROUP BY household_id, indicator
),

places AS (
    SELECT
        d.household_id,
        d.indicator,
        f.place AS feed_place,
        d.place,
        ARRAY_TO_STRING(LIST_SORT(LIST(DISTINCT d.row_number)), ',') AS row_numbers
    FROM differing_rows AS d
    INNER JOIN feed_titles AS f ON d.feed = f.feed
    GROUP BY d.household_id, d.indicator, f.place, d.place
),

evidence AS (
    SELECT
        household_id,
        indicator,
        '[' || STRING_AGG(place || row_numbers || ']}', ',' ORDER BY feed_place, place) || ']' AS evidence
    FROM places
    GROUP BY household_id, indicator
)

SELECT
    c.household_id,
    c.indicator,
    c.status_before,
    c.status,
    c.value_before,
    c.value,
    COALESCE(c.status_before = 'pass' AND c.status = 'fail', FALSE) AS fell_back,
    t.cause,
    COALESCE(e.evidence, '[]') AS evidence
FROM changed AS c
INNER JOIN told AS t ON c.household_id = t.household_id AND c.indicator = t.indicator
LEFT JOIN evidence AS e ON c.household_id = e.household_id AND c.indicator = e.indicator
