-- S01 同一身份证号登记在两户以上，或在一户登记两次
-- contract: one id number on members of two or more households, or twice in one; valid numbers only (ruling 35), the dead too (34)
-- departments: poverty_office
-- subject: member
-- feeds: register_households, register_members
WITH shared AS (
    SELECT
        id_number,
        COUNT(*) AS persons,
        COUNT(DISTINCT household_id) AS households,
        ARRAY_AGG(row_ref) AS evidence
    FROM members
    WHERE id_valid
    GROUP BY id_number
    HAVING COUNT(*) > 1
)

SELECT
    m.member_id AS unit,
    m.household_id,
    CAST(NULL AS VARCHAR) AS feed,
    '同一身份证号登记了 ' || CAST(s.persons AS VARCHAR) || ' 名成员，涉及 ' || CAST(s.households AS VARCHAR) || ' 户' AS detail,
    s.evidence
FROM members AS m
INNER JOIN shared AS s ON m.id_number = s.id_number
WHERE m.id_valid
