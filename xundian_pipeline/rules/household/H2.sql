-- H2 有安全稳固住房
-- contract: moved in under relocation (move_in_date <= D) -> pass; else by the latest assessment with assessed_date <= D: A or
-- B -> pass; C or D -> pass if renovated_date <= D else fail; none -> unknown. A fail rests on not having moved, so it is
-- unknown where absence from relocation is no evidence and the household has no row there (rulings 2 and 3).
-- source: 云厅字〔2016〕11号
-- feeds: housing_assessment, relocation
WITH moves AS (
    SELECT
        household_id,
        row_ref,
        move_in_date <= $assessment_date AS moved_in
    FROM relocation
),

dated AS (
    SELECT
        household_id,
        row_ref,
        grade,
        assessed_date,
        renovated_date,
        ROW_NUMBER() OVER (PARTITION BY household_id ORDER BY assessed_date DESC) AS place
    FROM housing_assessment
    WHERE assessed_date <= $assessment_date
),

joined AS (
    SELECT
        h.household_id,
        h.row_ref,
        m.row_ref AS move_row_ref,
        COALESCE(m.moved_in, FALSE) AS moved_in,
        a.row_ref AS assessment_row_ref,
        a.grade,
        a.assessed_date,
        COALESCE(a.renovated_date <= $assessment_date, FALSE) AS renovated,
        m.row_ref IS NOT NULL OR (t.township_code IS NOT NULL AND d.household_id IS NULL) AS not_moved_is_known
    FROM households AS h
    LEFT JOIN moves AS m ON h.household_id = m.household_id
    LEFT JOIN dated AS a ON h.household_id = a.household_id AND a.place = 1
    LEFT JOIN feed_townships AS t ON h.township_code = t.township_code AND t.feed = 'relocation'
    LEFT JOIN doubtful_households AS d ON h.household_id = d.household_id AND d.feed = 'relocation'
)

SELECT
    household_id AS unit_id,
    CASE
        WHEN moved_in THEN $pass
        WHEN grade IS NULL THEN $unknown
        WHEN grade IN ('A', 'B') OR renovated THEN $pass
        WHEN not_moved_is_known THEN $fail
        ELSE $unknown
    END AS status,
    CAST(NULL AS DOUBLE) AS value,
    CAST(NULL AS DOUBLE) AS threshold,
    CASE
        WHEN moved_in THEN '已搬迁入住'
        WHEN grade IS NULL THEN '没有住房安全鉴定，也没有搬迁入住记录'
        WHEN grade IN ('A', 'B') THEN '住房鉴定为 ' || grade || ' 级'
        WHEN renovated THEN '住房鉴定为 ' || grade || ' 级，已改造竣工'
        WHEN not_moved_is_known THEN '住房鉴定为 ' || grade || ' 级，未改造竣工，也未搬迁入住'
        ELSE '住房鉴定为 ' || grade || ' 级，未改造竣工；搬迁台账不全，是否已搬迁入住待核实'
    END AS reason,
    CASE
        WHEN moved_in THEN [row_ref, move_row_ref]
        WHEN assessment_row_ref IS NULL AND move_row_ref IS NULL THEN [row_ref]
        WHEN assessment_row_ref IS NULL THEN [row_ref, move_row_ref]
        WHEN move_row_ref IS NULL THEN [row_ref, assessment_row_ref]
        ELSE [row_ref, assessment_row_ref, move_row_ref]
    END AS evidence
FROM joined
