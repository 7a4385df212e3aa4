-- H3 适龄青少年就学有保障
-- contract: each member aged 6 to 15 on S-09-01, by enrolment rows of S: any of 在读, 送教上门, 缓学, 免学, 休学, 毕业 -> pass; else
-- 辍学 -> fail; no row -> unknown. Any member of any age with 因贫未升学 in S -> fail. AND over them; nobody -> pass. Feed absent:
-- unknown with a member aged 6 to 20 (ruling 3). A candidate of an ambiguous record is unknown, not fail (ruling 3).
-- source: 云厅字〔2016〕11号
-- feeds: enrolment
WITH enrolled AS (
    SELECT
        r.member_id,
        r.row_ref,
        e.status
    FROM member_records AS r
    INNER JOIN enrolment AS e ON r.row_ref = e.row_ref
    WHERE e.school_year = $school_year
),

by_member AS (
    SELECT
        member_id,
        MAX(CASE WHEN status IN ('在读', '送教上门', '缓学', '免学', '休学', '毕业') THEN 1 ELSE 0 END) = 1 AS is_schooled,
        MAX(CASE WHEN status = '辍学' THEN 1 ELSE 0 END) = 1 AS dropped_out,
        MAX(CASE WHEN status = '因贫未升学' THEN 1 ELSE 0 END) = 1 AS stopped_by_poverty
    FROM enrolled
    GROUP BY member_id
),

members_concerned AS (
    SELECT
        m.household_id,
        m.member_id,
        m.row_ref,
        COALESCE(b.is_schooled, FALSE) AS is_schooled,
        COALESCE(b.dropped_out, FALSE) AS dropped_out,
        COALESCE(b.stopped_by_poverty, FALSE) AS stopped_by_poverty,
        f.present,
        c.member_id IS NOT NULL AS is_candidate
    FROM living_members AS m
    LEFT JOIN by_member AS b ON m.member_id = b.member_id
    INNER JOIN feed_states AS f ON f.feed = 'enrolment'
    LEFT JOIN doubtful_members AS c
        ON m.member_id = c.member_id AND c.feed = 'enrolment' AND c.because = 'candidate'
    WHERE
        m.age_at_school_start BETWEEN $school_age_from AND $school_age_to
        OR COALESCE(b.stopped_by_poverty, FALSE)
        OR (NOT f.present AND m.age_at_school_start BETWEEN $school_age_from AND $upper_school_age_to)
),

-- Who is of no school age stands here for 因贫未升学, which decides first, or while the feed is absent and nobody has a row.
parts AS (
    SELECT
        household_id,
        member_id,
        row_ref,
        CASE
            WHEN stopped_by_poverty OR (NOT is_schooled AND dropped_out)
                THEN CASE WHEN is_candidate THEN $unknown ELSE $fail END
            WHEN is_schooled THEN $pass
            ELSE $unknown
        END AS status
    FROM members_concerned
),

counted AS (
    SELECT
        household_id,
        MIN(status) AS status,
        COUNT(*) AS concerned,
        SUM(CASE WHEN status = $fail THEN 1 ELSE 0 END) AS failing,
        SUM(CASE WHEN status = $unknown THEN 1 ELSE 0 END) AS open
    FROM parts
    GROUP BY household_id
),

evidence AS (
    SELECT
        household_id,
        row_ref
    FROM households
    UNION ALL
    SELECT
        household_id,
        row_ref
    FROM quarantined_members
    UNION ALL
    SELECT
        household_id,
        row_ref
    FROM living_members
    UNION ALL
    SELECT
        p.household_id,
        e.row_ref
    FROM parts AS p
    INNER JOIN enrolled AS e ON p.member_id = e.member_id
),

gathered AS (
    SELECT
        household_id,
        ARRAY_AGG(row_ref) AS evidence
    FROM evidence
    GROUP BY household_id
)

SELECT
    h.household_id AS unit_id,
    CASE
        WHEN h.size = 0 THEN $unknown
        ELSE LEAST(COALESCE(c.status, $pass), CASE WHEN h.has_quarantined_member THEN $unknown ELSE $pass END)
    END AS status,
    CAST(NULL AS DOUBLE) AS value,
    CAST(NULL AS DOUBLE) AS threshold,
    CONCAT_WS(
        '；',
        CASE
            WHEN h.size = 0 THEN '该户已无在世成员'
            WHEN c.concerned IS NULL THEN '无适龄青少年'
            WHEN c.status = $pass THEN CAST(c.concerned AS VARCHAR) || ' 名适龄青少年就学均有保障'
        END,
        CASE WHEN c.failing > 0 THEN CAST(c.failing AS VARCHAR) || ' 名成员辍学或因贫未升学' END,
        CASE WHEN c.open > 0 THEN CAST(c.open AS VARCHAR) || ' 名适龄成员查不到确实的学籍' END,
        CASE WHEN h.has_quarantined_member THEN '有成员的登记行被退回，人口未定' END
    ) AS reason,
    g.evidence
FROM households AS h
INNER JOIN gathered AS g ON h.household_id = g.household_id
LEFT JOIN counted AS c ON h.household_id = c.household_id
