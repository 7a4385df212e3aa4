-- Members and households of the register, where they live, and whether the income that a finding rests on is known; and the member
-- rows whose household the register does not have.
SELECT
    'member' AS kind,
    m.member_id AS subject,
    m.household_id,
    m.township_code,
    CAST(NULL AS BOOLEAN) AS net_income_known,
    CAST(NULL AS BOOLEAN) AS wage_income_known
FROM members AS m
UNION ALL
SELECT
    'member of no household' AS kind,
    r.member_id AS subject,
    r.household_id,
    CAST(NULL AS VARCHAR) AS township_code,
    CAST(NULL AS BOOLEAN) AS net_income_known,
    CAST(NULL AS BOOLEAN) AS wage_income_known
FROM register_members AS r
LEFT JOIN register_households AS h ON r.household_id = h.household_id
WHERE h.household_id IS NULL
UNION ALL
SELECT
    'household' AS kind,
    h.household_id AS subject,
    h.household_id,
    h.township_code,
    h.net_income_per_capita IS NOT NULL AS net_income_known,
    h.wage_income IS NOT NULL AS wage_income_known
FROM households AS h
