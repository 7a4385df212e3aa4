-- S17 考核日没有帮扶责任人
-- contract: household without a helper on D: start <= D, and no end or end >= D (ruling 36); absence must be evidence (2 and 35)
-- departments: poverty_office
-- subject: household
-- feeds: helpers
SELECT
    h.household_id AS unit,
    h.household_id,
    CAST(NULL AS VARCHAR) AS feed,
    '考核日没有在任的帮扶责任人' AS detail,
    [h.row_ref] AS evidence
FROM households AS h
INNER JOIN feed_townships AS t ON h.township_code = t.township_code AND t.feed = 'helpers'
LEFT JOIN doubtful_households AS d ON h.household_id = d.household_id AND d.feed = 'helpers'
WHERE d.household_id IS NULL AND h.household_id NOT IN (SELECT household_id FROM helpers_in_force)
