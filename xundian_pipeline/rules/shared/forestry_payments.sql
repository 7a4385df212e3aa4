-- What forestry paid in the assessment year up to D (a record with a year and a date counts by both, ruling 28), by kind: the feed, of
-- energy subsidies the item; to registered members and to others.
WITH payments AS (
    SELECT
        'public_forest_compensation' AS kind,
        row_ref,
        year,
        date,
        CAST(NULL AS BIGINT) AS quantity,
        area_ha,
        amount
    FROM public_forest_compensation
    UNION ALL
    SELECT
        'grain_for_green' AS kind,
        row_ref,
        year,
        date,
        CAST(NULL AS BIGINT) AS quantity,
        area_ha,
        amount
    FROM grain_for_green
    UNION ALL
    SELECT
        'forest_rangers' AS kind,
        row_ref,
        year,
        CAST(NULL AS DATE) AS date,
        CAST(NULL AS BIGINT) AS quantity,
        CAST(NULL AS DECIMAL(30, 16)) AS area_ha,
        amount
    FROM forest_rangers
    UNION ALL
    SELECT
        item AS kind,
        row_ref,
        year,
        CAST(NULL AS DATE) AS date,
        quantity,
        CAST(NULL AS DECIMAL(30, 16)) AS area_ha,
        amount
    FROM energy_subsidies
)

SELECT
    p.kind,
    p.row_ref,
    p.quantity,
    p.area_ha,
    p.amount,
    r.row_ref IS NOT NULL AS is_registered
FROM payments AS p
LEFT JOIN registered_rows AS r ON p.row_ref = r.row_ref
WHERE p.year = $assessment_year AND (p.date IS NULL OR p.date <= $assessment_date)
