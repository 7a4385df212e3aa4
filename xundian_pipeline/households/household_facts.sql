-- Everything a department knows of a household: records of its living members, and records that name it by its number.
SELECT
    household_id,
    feed,
    row_ref
FROM member_records
UNION
SELECT
    r.household_id,
    r.feed,
    r.row_ref
FROM household_records AS r
INNER JOIN register_households AS h ON r.household_id = h.household_id
UNION
SELECT
    s.unit_id AS household_id,
    'sign_offs' AS feed,
    s.row_ref
FROM sign_offs AS s
INNER JOIN register_households AS h ON s.unit_id = h.household_id
WHERE s.level = '户'
