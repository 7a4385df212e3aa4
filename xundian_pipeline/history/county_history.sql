-- The history of the county's indicators (ruling 44).
SELECT
    indicator,
    status,
    value,
    valid_from,
    valid_to
FROM periods_after
WHERE level = 'county'
