-- S13 搬迁入住满一年旧房未拆
-- contract: moved in more than 12 months before D (move-in + 12 calendar months < D, ruling 36), old house not demolished; none where
-- the relocation ledger is not whole for the household (rulings 2 and 35)
-- departments: housing
-- subject: household
-- feeds: relocation
SELECT
    h.household_id AS unit,
    h.household_id,
    CAST(NULL AS VARCHAR) AS feed,
    CAST(r.move_in_date AS VARCHAR) || ' 入住，到考核日旧房未拆除' AS detail,
    [h.row_ref, r.row_ref] AS evidence
FROM households AS h
INNER JOIN relocation AS r ON h.household_id = r.household_id
INNER JOIN feed_townships AS t ON h.township_code = t.township_code AND t.feed = 'relocation'
LEFT JOIN doubtful_households AS d ON h.household_id = d.household_id AND d.feed = 'relocation'
WHERE
    r.move_in_date + INTERVAL 1 MONTH * CAST($demolition_months AS INTEGER) < $assessment_date
    AND COALESCE(r.demolished_date > $assessment_date, TRUE)
    AND d.household_id IS NULL
