-- S11 死亡之后仍有待遇
-- contract: a benefit (dibao, tekun, pension 待遇领取, forest payment, ranger pay, medical assistance) dated or in force after the
-- person's death_date. Ruling 36: dated records after it and up to D; a record with year and date by its date; year-dated ones with
-- year > year of death; dibao and tekun without end, or with end later than the month after the death. A death record up to D that
-- is name_differs, probable or decided removes nobody and opens an S11 of that member by itself, feed deaths (ruling 25).
-- departments: civil_affairs, poverty_office
-- subject: member
-- feeds: deaths, own
WITH dated AS (
    SELECT
        row_ref,
        date,
        year
    FROM public_forest_compensation
    UNION ALL
    SELECT
        row_ref,
        date,
        year
    FROM grain_for_green
    UNION ALL
    SELECT
        row_ref,
        CAST(NULL AS DATE) AS date,
        year
    FROM forest_rangers
    UNION ALL
    SELECT
        row_ref,
        CAST(NULL AS DATE) AS date,
        year
    FROM pension
    WHERE state = '待遇领取'
    UNION ALL
    SELECT
        row_ref,
        date,
        CAST(NULL AS BIGINT) AS year
    FROM medical_assistance
),

monthly AS (
    SELECT
        row_ref,
        end_date
    FROM dibao
    UNION ALL
    SELECT
        row_ref,
        end_date
    FROM tekun
),

after_death AS (
    SELECT
        b.feed,
        b.member_id,
        b.row_ref,
        d.row_ref AS death_row_ref
    FROM deceased AS d
    INNER JOIN belongs AS b ON d.member_id = b.member_id
    INNER JOIN dated AS p ON b.row_ref = p.row_ref
    WHERE
        (p.date IS NOT NULL AND p.date > d.death_date AND p.date <= $assessment_date)
        OR (p.date IS NULL AND p.year > YEAR(d.death_date))
    UNION ALL
    SELECT
        b.feed,
        b.member_id,
        b.row_ref,
        d.row_ref AS death_row_ref
    FROM deceased AS d
    INNER JOIN belongs AS b ON d.member_id = b.member_id
    INNER JOIN monthly AS p ON b.row_ref = p.row_ref
    WHERE
        p.end_date IS NULL
        OR p.end_date > MAKE_DATE(
            CAST(YEAR(d.death_date) + CASE WHEN MONTH(d.death_date) = 12 THEN 1 ELSE 0 END AS INTEGER),
            CAST(MONTH(d.death_date) % 12 + 1 AS INTEGER),
            1
        )
)

SELECT
    m.member_id AS unit,
    m.household_id,
    a.feed,
    '死亡之后仍有 ' || CAST(COUNT(*) AS VARCHAR) || ' 条待遇记录' AS detail,
    LIST_CONCAT(ARRAY_AGG(a.row_ref), [a.death_row_ref]) AS evidence
FROM after_death AS a
INNER JOIN members AS m ON a.member_id = m.member_id
GROUP BY m.member_id, m.household_id, a.feed, a.death_row_ref
UNION ALL
SELECT
    m.member_id AS unit,
    m.household_id,
    'deaths' AS feed,
    '死亡人员名单里有疑似本人的记录（姓名不同或身份证号不全），尚未核实，未按死亡处理' AS detail,
    LIST_CONCAT(ARRAY_AGG(b.row_ref), [m.row_ref]) AS evidence
FROM belongs AS b
INNER JOIN deaths AS d ON b.row_ref = d.row_ref
INNER JOIN members AS m ON b.member_id = m.member_id
WHERE b.outcome IN ('name_differs', 'probable', 'decided') AND d.death_date <= $assessment_date
GROUP BY m.member_id, m.household_id, m.row_ref
