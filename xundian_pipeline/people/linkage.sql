-- The linkage table: one row per departmental record (ruling 26). member_id of an ambiguous record is null (ruling 24);
-- the weight of a probable link is not reckoned yet.
SELECT
    r.feed,
    r.source,
    r.sheet,
    r.row_number,
    o.outcome,
    CAST(NULL AS DOUBLE) AS match_weight,
    b.member_id
FROM records AS r
INNER JOIN record_outcomes AS o ON r.row_ref = o.row_ref
LEFT JOIN belongs AS b ON r.row_ref = b.row_ref AND b.outcome <> 'ambiguous'
