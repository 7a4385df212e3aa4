-- Whose status or value is another than the night before (ruling 45): new households with nulls before, departed ones with nulls after;
-- nothing on the first night.
WITH tonight AS (
    SELECT
        unit,
        indicator,
        status,
        value
    FROM statuses
    WHERE level = 'household'
),

before AS (
    SELECT
        unit,
        indicator,
        status,
        value
    FROM past_periods
    WHERE level = 'household' AND valid_to IS NULL
)

SELECT
    COALESCE(t.unit, b.unit) AS household_id,
    COALESCE(t.indicator, b.indicator) AS indicator,
    b.status AS status_before,
    t.status,
    b.value AS value_before,
    t.value
FROM tonight AS t
FULL JOIN before AS b ON t.unit = b.unit AND t.indicator = b.indicator
WHERE
    CAST($night_before AS DATE) IS NOT NULL
    AND (t.status IS DISTINCT FROM b.status OR t.value IS DISTINCT FROM b.value)
