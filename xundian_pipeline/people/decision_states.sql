-- What becomes of every line of the officers' decisions: the record that it names, if it is there tonight, what the rules
-- say of it, and whether the member is still in the register.
SELECT
    l.line,
    l.feed,
    l.record_key,
    l.member_id,
    l.decision,
    k.row_ref,
    o.outcome,
    m.member_id IS NOT NULL AS member_registered
FROM link_decisions AS l
LEFT JOIN record_keys AS k ON l.feed = k.feed AND l.record_key = k.record_key
LEFT JOIN record_outcomes AS o ON k.row_ref = o.row_ref
LEFT JOIN members AS m ON l.member_id = m.member_id
