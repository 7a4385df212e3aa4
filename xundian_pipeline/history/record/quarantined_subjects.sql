-- Whose register rows are in quarantine tonight (ruling 40): a member's own row; a household's own; a household by a row of one of
-- its members.
SELECT DISTINCT
    'member' AS kind,
    member_id AS subject
FROM quarantined_rows
WHERE feed = 'register_members' AND member_id IS NOT NULL
UNION
SELECT DISTINCT
    'household' AS kind,
    household_id AS subject
FROM quarantined_rows
WHERE feed = 'register_households' AND household_id IS NOT NULL
UNION
SELECT DISTINCT
    'member of household' AS kind,
    household_id AS subject
FROM quarantined_rows
WHERE feed = 'register_members' AND household_id IS NOT NULL
