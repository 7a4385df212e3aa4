-- Villages whose absence from a feed is no evidence: quarantined rows of it carry their code (ruling 2); which rows.
SELECT
    feed,
    village_code,
    ARRAY_AGG(row_ref) AS row_refs
FROM quarantined_rows
WHERE village_code IS NOT NULL
GROUP BY feed, village_code
