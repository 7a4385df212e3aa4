-- The linkage table: one row per departmental record (ruling 26). member_id of an ambiguous record is null (ruling 24);
-- the weight stands where a record belongs by name and evidence, or by an officer's decision.
SELECT
    r.feed,
    r.source,
    r.sheet,
    r.row_number,
    CASE WHEN d.row_ref IS NULL THEN o.outcome ELSE 'decided' END AS outcome,
    CASE WHEN b.outcome IN ('probable', 'decided') THEN w.match_weight END AS match_weight,
    b.member_id
FROM records AS r
INNER JOIN record_outcomes AS o ON r.row_ref = o.row_ref
LEFT JOIN decided_records AS d ON r.row_ref = d.row_ref
LEFT JOIN belongs AS b ON r.row_ref = b.row_ref AND b.outcome <> 'ambiguous'
LEFT JOIN weighed_pairs AS w ON b.row_ref = w.row_ref AND b.member_id = w.member_id
