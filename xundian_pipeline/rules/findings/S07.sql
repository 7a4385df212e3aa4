-- S07 同一人同时享受低保和特困供养
-- contract: dibao and tekun in force for one person on D
-- departments: civil_affairs
-- subject: member
-- feeds: dibao, tekun
SELECT
    member_id AS unit,
    household_id,
    CAST(NULL AS VARCHAR) AS feed,
    '考核日同时享受低保和特困供养' AS detail,
    ARRAY_AGG(row_ref) AS evidence
FROM assistance_in_force
GROUP BY member_id, household_id
HAVING COUNT(DISTINCT feed) = 2
