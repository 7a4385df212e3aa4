-- S16 未满十六周岁的培训或就业
-- contract: training or employment starting before the person's 16th birthday; one per member and feed (ruling 34)
-- departments: labour
-- subject: member
-- feeds: own
WITH starts AS (
    SELECT
        row_ref,
        start_date
    FROM training
    UNION ALL
    SELECT
        row_ref,
        start_date
    FROM employment
)

SELECT
    r.member_id AS unit,
    r.household_id,
    r.feed,
    '有 ' || CAST(COUNT(*) AS VARCHAR) || ' 条记录开始于本人 ' || CAST($working_age_from AS VARCHAR) || ' 周岁之前' AS detail,
    LIST_CONCAT(ARRAY_AGG(r.row_ref), [m.row_ref]) AS evidence
FROM member_records AS r
INNER JOIN starts AS s ON r.row_ref = s.row_ref
INNER JOIN living_members AS m ON r.member_id = m.member_id
WHERE
    YEAR(s.start_date) - YEAR(m.birth_date)
    - CASE
        WHEN MONTH(s.start_date) * 100 + DAY(s.start_date) < MONTH(m.birth_date) * 100 + DAY(m.birth_date) THEN 1
        ELSE 0
    END < $working_age_from
GROUP BY r.member_id, r.household_id, r.feed, m.row_ref
