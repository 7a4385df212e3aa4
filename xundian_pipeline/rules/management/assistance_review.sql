-- assistance_review 保障对象动态管理
-- code: M1
-- contract: living members only (ruling 25). dibao_members, tekun_members: what was found, 0 if nothing, null where the roster has not
-- come (monthly_amount where either has not). line: 12 x dibao_ceiling.
-- action, first that fits: unknown = net income per person is unknown, or the household has a quarantined member row (ruling 1), or
-- ruling 2 leaves open whether it has dibao or tekun in force and the answer would change the action; exit 应退 = S05's condition;
-- enter 应保 = S06's; keep = dibao or tekun in force; none. Above the line dibao decides between exit and the rest; otherwise one of
-- the two in force is enough to keep, whatever the other.
-- source: 县脱贫攻坚总结 2017
WITH amounts AS (
    SELECT
        household_id,
        CAST(SUM(monthly_amount) AS DECIMAL(18, 2)) AS monthly_amount
    FROM (
        SELECT DISTINCT
            household_id,
            row_ref,
            monthly_amount
        FROM assistance_in_force
    ) AS records
    GROUP BY household_id
),

has_come AS (
    SELECT
        MAX(CASE WHEN feed = 'dibao' AND present THEN 1 ELSE 0 END) = 1 AS dibao,
        MAX(CASE WHEN feed = 'tekun' AND present THEN 1 ELSE 0 END) = 1 AS tekun
    FROM feed_states
),

joined AS (
    SELECT
        h.household_id,
        h.row_ref,
        h.township,
        h.village_code,
        h.net_income_per_capita AS income,
        h.has_quarantined_member,
        12 * $dibao_ceiling_monthly AS line,
        CASE WHEN c.dibao THEN d.members END AS dibao_members,
        CASE WHEN c.tekun THEN t.members END AS tekun_members,
        CASE WHEN c.dibao AND c.tekun THEN COALESCE(a.monthly_amount, 0) END AS monthly_amount,
        d.status AS dibao,
        GREATEST(d.status, t.status) AS either,
        LIST_CONCAT(d.evidence, t.evidence) AS assistance_rows
    FROM households AS h
    INNER JOIN household_assistance AS d ON h.household_id = d.household_id AND d.feed = 'dibao'
    INNER JOIN household_assistance AS t ON h.household_id = t.household_id AND t.feed = 'tekun'
    LEFT JOIN amounts AS a ON h.household_id = a.household_id
    CROSS JOIN has_come AS c
),

judged AS (
    SELECT
        *,
        CASE
            WHEN income IS NULL OR has_quarantined_member THEN 'unknown'
            WHEN income > line AND dibao = $pass THEN 'exit'
            WHEN income > line AND dibao = $unknown THEN 'unknown'
            WHEN either = $pass THEN 'keep'
            WHEN either = $unknown THEN 'unknown'
            WHEN income < line THEN 'enter'
            ELSE 'none'
        END AS action
    FROM joined
),

rows_used AS (
    SELECT
        household_id,
        row_ref
    FROM joined
    UNION
    SELECT
        household_id,
        UNNEST(assistance_rows) AS row_ref
    FROM joined
    UNION
    SELECT
        household_id,
        row_ref
    FROM quarantined_members
),

evidence AS (
    SELECT
        household_id,
        ARRAY_AGG(row_ref) AS evidence
    FROM rows_used
    GROUP BY household_id
)

SELECT
    j.household_id,
    j.township,
    j.village_code,
    j.dibao_members,
    j.tekun_members,
    j.monthly_amount,
    j.income AS net_income_per_capita,
    j.line,
    j.action,
    CASE
        WHEN j.income IS NULL THEN '人均纯收入不详，待核实'
        WHEN j.has_quarantined_member THEN '有成员的登记行被退回，人口未定，待核实'
        WHEN j.action = 'unknown' THEN '低保或特困名册未到、不全或有行被退回，是否享受未定，待核实'
        ELSE
            CONCAT(
                '人均纯收入 ',
                CAST(j.income AS VARCHAR),
                ' 元，低保年标准 ',
                COALESCE(CAST(j.line AS VARCHAR), '不详'),
                ' 元；',
                CASE j.action
                    WHEN 'exit' THEN '收入高于标准而仍享受低保，应退'
                    WHEN 'enter' THEN '收入低于标准而没有低保和特困供养，应保'
                    WHEN 'keep' THEN '继续享受低保或特困供养'
                    ELSE '没有享受低保和特困供养'
                END
            )
    END AS reason,
    e.evidence
FROM judged AS j
INNER JOIN evidence AS e ON j.household_id = e.household_id
