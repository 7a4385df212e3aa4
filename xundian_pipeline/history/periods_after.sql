-- The periods after this night (ruling 44): one ends on the night on which its status or value no longer held, or on which the unit had
-- no rows; then a new one begins.
WITH periods AS (
    SELECT
        level,
        unit,
        indicator,
        status,
        value,
        valid_from,
        valid_to
    FROM past_periods
    WHERE valid_to IS NOT NULL
    UNION ALL
    SELECT
        p.level,
        p.unit,
        p.indicator,
        p.status,
        p.value,
        p.valid_from,
        CASE
            WHEN
                t.unit IS NULL
                OR t.status <> p.status
                OR t.value <> p.value
                OR (t.value IS NULL) <> (p.value IS NULL)
                THEN $assessment_date
        END AS valid_to
    FROM past_periods AS p
    LEFT JOIN statuses AS t ON p.level = t.level AND p.unit = t.unit AND p.indicator = t.indicator
    WHERE p.valid_to IS NULL
    UNION ALL
    SELECT
        t.level,
        t.unit,
        t.indicator,
        t.status,
        t.value,
        $assessment_date AS valid_from,
        CAST(NULL AS DATE) AS valid_to
    FROM statuses AS t
    LEFT JOIN past_periods AS p
        ON t.level = p.level AND t.unit = p.unit AND t.indicator = p.indicator AND p.valid_to IS NULL
    WHERE p.unit IS NULL OR t.status <> p.status OR t.value <> p.value OR (t.value IS NULL) <> (p.value IS NULL)
)

SELECT
    level,
    unit,
    indicator,
    status,
    value,
    valid_from,
    valid_to
FROM periods
ORDER BY level, unit, indicator, valid_from
