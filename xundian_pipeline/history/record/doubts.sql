-- Whose absence from which feed is no evidence tonight (rulings 2 and 3): members; households, their living members' doubts among
-- them; projects by their village; units of sign_offs, and those whose order of signing is not known (ruling 40).
SELECT
    feed,
    'member' AS kind,
    member_id AS subject
FROM doubtful_members
UNION
SELECT
    feed,
    'household' AS kind,
    household_id AS subject
FROM doubtful_households
UNION
SELECT
    d.feed,
    'household' AS kind,
    m.household_id AS subject
FROM doubtful_members AS d
INNER JOIN living_members AS m ON d.member_id = m.member_id
UNION
SELECT
    feed,
    'project' AS kind,
    village_code AS subject
FROM doubtful_villages
UNION
SELECT
    'sign_offs' AS feed,
    'level' AS kind,
    unit_id AS subject
FROM doubtful_units
UNION
SELECT
    'sign_offs' AS feed,
    'level' AS kind,
    unit_id AS subject
FROM sign_off_orders_unknown
