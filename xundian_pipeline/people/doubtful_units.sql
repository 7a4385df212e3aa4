-- Units whose lack of a signature is no evidence: quarantined rows of sign_offs carry their number or code (ruling 2, with
-- sign_offs taken as a feed that speaks of villages and unit_id as its code, M8); which rows.
SELECT
    unit_id,
    ARRAY_AGG(row_ref) AS row_refs
FROM quarantined_rows
WHERE feed = 'sign_offs' AND unit_id IS NOT NULL
GROUP BY unit_id
