-- The history of the villages' indicators (ruling 44).
SELECT
    unit AS village_code,
    indicator,
    status,
    value,
    valid_from,
    valid_to
FROM periods_after
WHERE level = 'village'
