-- Quarantined member rows that name an accepted household (ruling 1): they leave its size open.
SELECT
    q.household_id,
    q.row_ref
FROM quarantined_rows AS q
INNER JOIN register_households AS h ON q.household_id = h.household_id
WHERE q.feed = 'register_members'
