-- H4 基本医疗有保障
-- contract: each member: 城镇职工基本医疗保险 in Y, or both 城乡居民基本医疗保险 and 大病医疗保险 in Y -> pass; otherwise fail if the
-- feed is present and the member has a valid id number, else unknown. Born in Y -> pass. AND over members; size = 0 -> unknown.
-- The status of each member is that of shared/member_insurance.sql.
-- source: 云厅字〔2016〕11号
-- feeds: medical_insurance
-- parameters: assessment_year
WITH counted AS (
    SELECT
        household_id,
        MIN(status) AS status,
        SUM(CASE WHEN status = $fail THEN 1 ELSE 0 END) AS failing,
        SUM(CASE WHEN status = $unknown THEN 1 ELSE 0 END) AS open
    FROM member_insurance
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
        UNNEST(evidence) AS row_ref
    FROM member_insurance
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
        ELSE LEAST(c.status, CASE WHEN h.has_quarantined_member THEN $unknown ELSE $pass END)
    END AS status,
    CAST(NULL AS DOUBLE) AS value,
    CAST(NULL AS DOUBLE) AS threshold,
    CONCAT_WS(
        '；',
        CASE
            WHEN h.size = 0 THEN '该户已无在世成员'
            WHEN c.status = $pass THEN '成员当年均已参保或当年出生'
        END,
        CASE WHEN c.failing > 0 THEN CAST(c.failing AS VARCHAR) || ' 名成员当年没有参保' END,
        CASE WHEN c.open > 0 THEN CAST(c.open AS VARCHAR) || ' 名成员的参保情况待核实' END,
        CASE WHEN h.has_quarantined_member THEN '有成员的登记行被退回，人口未定' END
    ) AS reason,
    g.evidence
FROM households AS h
INNER JOIN gathered AS g ON h.household_id = g.household_id
LEFT JOIN counted AS c ON h.household_id = c.household_id
