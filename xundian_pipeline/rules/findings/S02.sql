-- S02 登记的身份证号无效
-- contract: member whose id number is malformed, fails its check digit, has an impossible date or lost its precision; a missing or a
-- 15-digit number is none (ruling 35); the dead too (34)
-- departments: poverty_office
-- subject: member
-- feeds: register_households, register_members
SELECT
    member_id AS unit,
    household_id,
    CAST(NULL AS VARCHAR) AS feed,
    CASE id_state
        WHEN 'check_digit' THEN '身份证号的校验码不对'
        WHEN 'impossible_date' THEN '身份证号里的出生日期不存在或晚于考核日'
        WHEN 'precision_lost' THEN '身份证号被表格软件舍入，末几位已丢失'
        ELSE '身份证号不是 18 位的规定格式'
    END AS detail,
    [row_ref] AS evidence
FROM members
WHERE id_state IN ('malformed', 'check_digit', 'impossible_date', 'precision_lost')
