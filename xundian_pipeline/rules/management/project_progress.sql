-- project_progress 项目进度
-- code: M4
-- contract: measure and fund_source as in the feed. state, in this order: not_started (no start_date, or after D), finished_unspent
-- (end_date <= D and spent missing or 0), finished (end_date <= D), running. execution = spent / received, null where received is
-- missing or 0, or spent is missing. beneficiaries: registered households of that village named by a record of that project with
-- date <= D; null if the feed has not come.
-- source: 县脱贫攻坚总结 2017
WITH benefits AS (
    SELECT
        b.project_id,
        h.village_code,
        COUNT(DISTINCT h.household_id) AS households,
        ARRAY_AGG(b.row_ref) AS evidence
    FROM project_beneficiaries AS b
    INNER JOIN households AS h ON b.household_id = h.household_id
    WHERE b.date <= $assessment_date
    GROUP BY b.project_id, h.village_code
),

has_come AS (
    SELECT feed
    FROM feed_states
    WHERE feed = 'project_beneficiaries' AND present
),

judged AS (
    SELECT
        p.project_id,
        p.village_code,
        p.measure,
        p.fund_source,
        p.budget,
        p.received,
        p.spent,
        p.spent_on_poor,
        p.start_date,
        p.end_date,
        CASE
            WHEN p.received > 0
                THEN CAST(CAST(p.spent * 100 AS BIGINT) AS DOUBLE) / CAST(p.received * 100 AS BIGINT)
        END AS execution,
        CASE WHEN c.feed IS NOT NULL THEN COALESCE(b.households, 0) END AS beneficiaries,
        CASE
            WHEN p.start_date IS NULL OR p.start_date > $assessment_date THEN 'not_started'
            WHEN p.end_date <= $assessment_date AND COALESCE(p.spent, 0) = 0 THEN 'finished_unspent'
            WHEN p.end_date <= $assessment_date THEN 'finished'
            ELSE 'running'
        END AS state,
        LIST_CONCAT([p.row_ref], COALESCE(b.evidence, [])) AS evidence
    FROM projects AS p
    LEFT JOIN benefits AS b ON p.project_id = b.project_id AND p.village_code = b.village_code
    LEFT JOIN has_come AS c ON c.feed = 'project_beneficiaries'
)

SELECT
    project_id,
    village_code,
    measure,
    fund_source,
    budget,
    received,
    spent,
    spent_on_poor,
    execution,
    beneficiaries,
    state,
    CONCAT_WS(
        '；',
        CASE
            WHEN start_date IS NULL THEN '没有开工日期'
            WHEN state = 'not_started' THEN CAST(start_date AS VARCHAR) || ' 才开工'
            WHEN state = 'running' THEN CAST(start_date AS VARCHAR) || ' 开工，尚未竣工'
            ELSE CAST(end_date AS VARCHAR) || ' 竣工'
        END,
        CASE
            WHEN spent IS NULL THEN '支出金额未填'
            WHEN state = 'finished_unspent' THEN '支出为 0'
        END,
        CASE WHEN beneficiaries IS NULL THEN '项目受益户名册未到，受益户数不详' END
    ) AS reason,
    evidence
FROM judged
