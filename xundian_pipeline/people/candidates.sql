-- The candidates of ambiguous records: those whose names agree with the number; where none does, all that have the
-- number (ruling 24); of rule 2, all that the evidence fits.
SELECT
    feed,
    row_ref,
    member_id
FROM number_matches
WHERE found > 1 AND agreeing <> 1 AND (name_agrees OR agreeing = 0)
UNION ALL
SELECT
    feed,
    row_ref,
    member_id
FROM evidence_matches
WHERE found > 1
