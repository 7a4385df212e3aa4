-- The registered households that forestry's payments of each kind reached, with their living members.
SELECT DISTINCT
    p.kind,
    h.household_id,
    h.size
FROM forestry_payments AS p
INNER JOIN member_records AS r ON p.row_ref = r.row_ref
INNER JOIN households AS h ON r.household_id = h.household_id
