-- S12 搬迁住房面积超过人均上限
-- contract: relocation floor area > 25 m2 x size; not with size 0 (ruling 4) nor with a quarantined member row (39)
-- departments: housing
-- subject: household
-- feeds: relocation
SELECT
    h.household_id AS unit,
    h.household_id,
    CAST(NULL AS VARCHAR) AS feed,
    '安置面积 ' || CAST(CAST(r.floor_area_m2 AS DECIMAL(18, 2)) AS VARCHAR) || ' 平方米，'
    || CAST(h.size AS VARCHAR) || ' 口人的上限是 ' || CAST($relocation_area_per_person_m2 * h.size AS VARCHAR)
    || ' 平方米' AS detail,
    [h.row_ref, r.row_ref] AS evidence
FROM households AS h
INNER JOIN relocation AS r ON h.household_id = r.household_id
WHERE
    h.size > 0
    AND r.floor_area_m2 > $relocation_area_per_person_m2 * CAST(h.size AS INTEGER)
    AND NOT h.has_quarantined_member
