-- Which member a record belongs to: one for exact, name_differs, probable and decided; each whose name agrees where a
-- number stands on several members (ruling 24), unless an officer has decided. The dead are among them (ruling 25).
SELECT
    n.feed,
    n.row_ref,
    n.member_id,
    o.outcome
FROM number_matches AS n
INNER JOIN record_outcomes AS o ON n.row_ref = o.row_ref
LEFT JOIN decided_records AS d ON n.row_ref = d.row_ref
WHERE (n.name_agrees OR o.outcome = 'name_differs') AND d.row_ref IS NULL
UNION ALL
SELECT
    e.feed,
    e.row_ref,
    e.member_id,
    o.outcome
FROM evidence_matches AS e
INNER JOIN record_outcomes AS o ON e.row_ref = o.row_ref
WHERE o.outcome = 'probable'
UNION ALL
SELECT
    feed,
    row_ref,
    member_id,
    'decided' AS outcome
FROM decided_records
