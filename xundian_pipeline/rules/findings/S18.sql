-- S18 申报人口与登记成员数不符
-- contract: declared household_size differs from the number of members; not with a quarantined member row (ruling 39)
-- departments: poverty_office
-- subject: household
-- feeds: register_households, register_members
SELECT
    household_id AS unit,
    household_id,
    CAST(NULL AS VARCHAR) AS feed,
    '申报家庭人口 ' || CAST(declared_size AS VARCHAR) || ' 人，登记的在世成员 ' || CAST(size AS VARCHAR) || ' 人' AS detail,
    [row_ref] AS evidence
FROM households
WHERE declared_size <> size AND NOT has_quarantined_member
