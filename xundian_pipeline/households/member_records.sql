-- Every departmental record with each living member it belongs to (ruling 25).
SELECT
    b.feed,
    b.row_ref,
    b.outcome,
    m.member_id,
    m.household_id,
    m.row_ref AS member_row_ref
FROM belongs AS b
INNER JOIN living_members AS m ON b.member_id = m.member_id
