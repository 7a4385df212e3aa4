-- The history of the households' indicators (ruling 44).
SELECT
    unit AS household_id,
    indicator,
    status,
    value,
    valid_from,
    valid_to
FROM periods_after
WHERE level = 'household'
