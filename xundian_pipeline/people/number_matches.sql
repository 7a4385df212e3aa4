-- Rule 1: a record's valid number found in the register, and whether the names agree (rulings 22 and 24).
SELECT
    r.feed,
    r.row_ref,
    m.member_id,
    r.name_key = m.name_key AS name_agrees,
    COUNT(*) OVER (PARTITION BY r.row_ref) AS found,
    SUM(CASE WHEN r.name_key = m.name_key THEN 1 ELSE 0 END) OVER (PARTITION BY r.row_ref) AS agreeing
FROM records AS r
INNER JOIN members AS m ON r.id_number = m.id_number
WHERE r.id_valid AND m.id_valid
