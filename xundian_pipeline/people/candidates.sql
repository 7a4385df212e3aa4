-- The candidates of ambiguous records: those whose names agree with the number; where none does, all that have the
-- number (ruling 24); of rule 2, all that the evidence fits. What an officer has decided has no candidates any more.
WITH found AS (
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
)

SELECT
    f.feed,
    f.row_ref,
    f.member_id
FROM found AS f
LEFT JOIN decided_records AS d ON f.row_ref = d.row_ref
WHERE d.row_ref IS NULL
