-- S15 住房 C、D 级未改造也未搬迁
-- contract: latest grade C or D, not renovated by D, not relocated: the fail of H2
-- departments: housing, poverty_office
-- subject: household
-- feeds: housing_assessment, relocation
SELECT
    household_id AS unit,
    household_id,
    CAST(NULL AS VARCHAR) AS feed,
    reason AS detail,
    evidence
FROM household_exit_indicators
WHERE indicator = 'H2' AND status = 'fail'
