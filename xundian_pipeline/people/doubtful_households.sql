-- Households whose absence from a feed is no evidence: a quarantined row of it carries their number (ruling 2).
SELECT DISTINCT
    q.feed,
    q.household_id
FROM quarantined_rows AS q
INNER JOIN register_households AS h ON q.household_id = h.household_id
