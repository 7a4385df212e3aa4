-- Households whose absence from a feed is no evidence: quarantined rows of it carry their number (ruling 2); which rows.
SELECT
    q.feed,
    q.household_id,
    ARRAY_AGG(q.row_ref) AS row_refs
FROM quarantined_rows AS q
INNER JOIN register_households AS h ON q.household_id = h.household_id
GROUP BY q.feed, q.household_id
