-- S04 登记的性别或出生日期与身份证号不符
-- contract: sex or birth date of the register against that of the valid id number; the dead too (ruling 34)
-- departments: poverty_office
-- subject: member
-- feeds: register_households, register_members
WITH compared AS (
    SELECT
        member_id,
        household_id,
        row_ref,
        sex,
        register_birth_date,
        birth_date,
        CASE WHEN CAST(SUBSTRING(id_number, 17, 1) AS INTEGER) % 2 = 1 THEN '男' ELSE '女' END AS sex_of_number
    FROM members
    WHERE id_valid
)

SELECT
    member_id AS unit,
    household_id,
    CAST(NULL AS VARCHAR) AS feed,
    CONCAT_WS(
        '；',
        CASE WHEN sex <> sex_of_number THEN '登记性别为' || sex || '，身份证号为' || sex_of_number END,
        CASE WHEN register_birth_date <> birth_date THEN '登记的出生日期与身份证号里的不同' END
    ) AS detail,
    [row_ref] AS evidence
FROM compared
WHERE sex <> sex_of_number OR register_birth_date <> birth_date
