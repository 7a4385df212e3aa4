-- S03 身份证号相同而姓名不同
-- contract: same id number, different name in a department's feed; one per member and feed (ruling 34)
-- departments: poverty_office
-- subject: member
-- feeds: own
SELECT
    r.member_id AS unit,
    r.household_id,
    r.feed,
    '该部门名册与登记簿身份证号相同，姓名不同（' || CAST(COUNT(*) AS VARCHAR) || ' 条记录）' AS detail,
    LIST_CONCAT(ARRAY_AGG(r.row_ref), [r.member_row_ref]) AS evidence
FROM member_records AS r
WHERE r.outcome = 'name_differs'
GROUP BY r.member_id, r.household_id, r.feed, r.member_row_ref
