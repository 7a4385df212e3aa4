-- H7 搬迁住房面积达标
-- contract: moved in under relocation (move_in_date <= D): floor_area_m2 / size >= relocation_floor_area_least -> pass,
-- below -> fail; floor_area_m2 missing or size = 0 -> unknown. Not moved -> pass where absence from relocation is evidence or
-- the household has a row there, else unknown (rulings 2 and 3).
-- source: 云岭县贫困退出工作方案（虚构）
-- parameter: relocation_floor_area_least
-- feeds: relocation
WITH joined AS (
    SELECT
        h.household_id,
        h.row_ref,
        h.size,
        r.row_ref AS move_row_ref,
        r.floor_area_m2,
        COALESCE(r.move_in_date <= $assessment_date, FALSE) AS moved_in,
        r.row_ref IS NOT NULL OR (t.township_code IS NOT NULL AND d.household_id IS NULL) AS not_moved_is_known
    FROM households AS h
    LEFT JOIN relocation AS r ON h.household_id = r.household_id
    LEFT JOIN feed_townships AS t ON h.township_code = t.township_code AND t.feed = 'relocation'
    LEFT JOIN doubtful_households AS d ON h.household_id = d.household_id AND d.feed = 'relocation'
),

measured AS (
    SELECT
        *,
        CASE WHEN moved_in AND size > 0 THEN CAST(floor_area_m2 AS DOUBLE) / size END AS area_per_person
    FROM joined
)

SELECT
    household_id AS unit_id,
    CASE
        WHEN NOT moved_in AND not_moved_is_known THEN $pass
        WHEN NOT moved_in OR area_per_person IS NULL THEN $unknown
        WHEN area_per_person >= $relocation_floor_area_least THEN $pass
        ELSE $fail
    END AS status,
    ROUND(area_per_person, 2) AS value,
    CAST($relocation_floor_area_least AS DOUBLE) AS threshold,
    CASE
        WHEN NOT moved_in AND not_moved_is_known THEN '没有搬迁入住，不适用'
        WHEN NOT moved_in THEN '搬迁台账不全，是否已搬迁入住待核实'
        WHEN area_per_person IS NULL THEN '已搬迁入住，安置面积或家庭成员不明'
        WHEN area_per_person >= $relocation_floor_area_least THEN '已搬迁入住，人均面积达到标准'
        ELSE '已搬迁入住，人均面积低于标准'
    END AS reason,
    CASE WHEN move_row_ref IS NULL THEN [row_ref] ELSE [row_ref, move_row_ref] END AS evidence
FROM measured
