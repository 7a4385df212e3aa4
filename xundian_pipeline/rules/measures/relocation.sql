-- relocation 易地搬迁
-- feeds: relocation
-- contract: relocation with move_in_date <= D; persons: the size of the household; no amount (ruling 29)
SELECT
    h.household_id,
    r.row_ref,
    CAST(NULL AS VARCHAR) AS member_id,
    r.move_in_date AS date,
    CAST(NULL AS DECIMAL(18, 2)) AS amount
FROM relocation AS r
INNER JOIN households AS h ON r.household_id = h.household_id
WHERE r.move_in_date <= $assessment_date
