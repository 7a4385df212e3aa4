-- H5 社会养老有保障
-- contract: each member aged >= 16 on D who is not 在读 in S: a pension row in Y with state 缴费, 代缴 or 待遇领取 -> pass; 中断 ->
-- fail whatever the number, unless the member is a candidate; no row -> fail if absence is evidence and the number is valid,
-- else unknown. Aged 16 to 24, "not 在读" must itself be evidence, else unknown (rulings 2 and 3). AND; no such member -> pass.
-- source: 云厅字〔2016〕11号
-- feeds: pension, enrolment
WITH pensions AS (
    SELECT
        r.member_id,
        r.row_ref,
        p.state
    FROM member_records AS r
    INNER JOIN pension AS p ON r.row_ref = p.row_ref
    WHERE p.year = $assessment_year
),

by_member AS (
    SELECT
        member_id,
        MAX(CASE WHEN state IN ('缴费', '代缴', '待遇领取') THEN 1 ELSE 0 END) = 1 AS is_covered,
        MAX(CASE WHEN state = '中断' THEN 1 ELSE 0 END) = 1 AS is_broken_off
    FROM pensions
    GROUP BY member_id
),

pupils AS (
    SELECT DISTINCT r.member_id
    FROM member_records AS r
    INNER JOIN enrolment AS e ON r.row_ref = e.row_ref
    WHERE e.school_year = $school_year AND e.status = '在读'
),

doubtful AS (
    SELECT
        member_id,
        MAX(CASE WHEN feed = 'pension' THEN 1 ELSE 0 END) = 1 AS in_pension,
        MAX(CASE WHEN feed = 'pension' AND because = 'candidate' THEN 1 ELSE 0 END) = 1 AS is_candidate,
        MAX(CASE WHEN feed = 'enrolment' THEN 1 ELSE 0 END) = 1 AS in_enrolment
    FROM doubtful_members
    WHERE feed IN ('pension', 'enrolment')
    GROUP BY member_id
),

parts AS (
    SELECT
        m.household_id,
        m.member_id,
        m.row_ref,
        CASE
            WHEN b.is_covered THEN $pass
            WHEN
                m.age <= $student_age_to
                AND (s.township_code IS NULL OR COALESCE(d.in_enrolment, FALSE))
                THEN $unknown
            WHEN b.is_broken_off THEN CASE WHEN COALESCE(d.is_candidate, FALSE) THEN $unknown ELSE $fail END
            WHEN m.id_valid AND t.township_code IS NOT NULL AND NOT COALESCE(d.in_pension, FALSE) THEN $fail
            ELSE $unknown
        END AS status
    FROM living_members AS m
    LEFT JOIN by_member AS b ON m.member_id = b.member_id
    LEFT JOIN pupils AS u ON m.member_id = u.member_id
    LEFT JOIN doubtful AS d ON m.member_id = d.member_id
    LEFT JOIN feed_townships AS t ON m.township_code = t.township_code AND t.feed = 'pension'
    LEFT JOIN feed_townships AS s ON m.township_code = s.township_code AND s.feed = 'enrolment'
    WHERE m.age >= $pension_age_from AND u.member_id IS NULL
),

counted AS (
    SELECT
        household_id,
        MIN(status) AS status,
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
        n.row_ref
    FROM parts AS p
    INNER JOIN pensions AS n ON p.member_id = n.member_id
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
            WHEN c.status IS NULL THEN '没有应参加养老保险的成员'
            WHEN c.status = $pass THEN '应参保成员当年养老保险均有保障'
        END,
        CASE WHEN c.failing > 0 THEN CAST(c.failing AS VARCHAR) || ' 名成员当年养老保险中断或没有参保' END,
        CASE WHEN c.open > 0 THEN CAST(c.open AS VARCHAR) || ' 名成员的养老保险待核实' END,
        CASE WHEN h.has_quarantined_member THEN '有成员的登记行被退回，人口未定' END
    ) AS reason,
    g.evidence
FROM households AS h
INNER JOIN gathered AS g ON h.household_id = g.household_id
LEFT JOIN counted AS c ON h.household_id = c.household_id
