-- fund_shares 资金投向
-- code: M5
-- contract: All projects, whatever their dates. Line: funds_to_poor_share. A project with spent > 0 and spent_on_poor missing makes an
-- interval (0 to its spent): low >= line -> pass, high < line -> fail, else unknown. Value shown: low. No spending -> unknown. Rows for
-- the fund sources that accepted projects name, and 合计 always; projects absent: 合计 alone, unknown. A missing amount adds nothing to
-- its sum; without a project there is no sum.
-- source: 县脱贫攻坚总结
WITH amounts AS (
    SELECT
        fund_source,
        row_ref,
        budget,
        COALESCE(received, 0) AS received,
        COALESCE(spent, 0) AS spent,
        COALESCE(spent_on_poor, 0) AS spent_on_poor,
        CASE WHEN spent_on_poor IS NULL THEN COALESCE(spent, 0) ELSE 0 END AS untold
    FROM projects
),

by_source AS (
    SELECT *
    FROM amounts
    UNION ALL
    SELECT
        '合计' AS fund_source,
        row_ref,
        budget,
        received,
        spent,
        spent_on_poor,
        untold
    FROM amounts
),

sources AS (
    SELECT fund_source
    FROM by_source
    UNION
    SELECT '合计' AS fund_source
),

sums AS (
    SELECT
        fund_source,
        COUNT(*) AS projects,
        CAST(SUM(budget) AS DECIMAL(18, 2)) AS budget,
        CAST(SUM(received) AS DECIMAL(18, 2)) AS received,
        CAST(SUM(spent) AS DECIMAL(18, 2)) AS spent,
        CAST(SUM(spent_on_poor) AS DECIMAL(18, 2)) AS spent_on_poor,
        CAST(SUM(untold) AS DECIMAL(18, 2)) AS untold,
        ARRAY_AGG(row_ref) AS evidence
    FROM by_source
    GROUP BY fund_source
),

judged AS (
    SELECT
        f.fund_source,
        s.projects,
        s.budget,
        s.received,
        s.spent,
        s.spent_on_poor,
        s.untold,
        CASE
            WHEN s.spent = 0 THEN $unknown
            WHEN s.spent_on_poor >= $funds_to_poor_share * s.spent THEN $pass
            WHEN s.spent_on_poor + s.untold < $funds_to_poor_share * s.spent THEN $fail
            ELSE $unknown
        END AS status,
        COALESCE(s.evidence, []) AS evidence
    FROM sources AS f
    LEFT JOIN sums AS s ON f.fund_source = s.fund_source
)

SELECT
    fund_source,
    budget,
    received,
    spent,
    spent_on_poor,
    CASE
        WHEN spent > 0 THEN CAST(CAST(spent_on_poor * 100 AS BIGINT) AS DOUBLE) / CAST(spent * 100 AS BIGINT)
    END AS share,
    status,
    CASE
        WHEN projects IS NULL THEN '项目库未到，或没有可以接受的项目，待核实'
        WHEN spent = 0 THEN CAST(projects AS VARCHAR) || ' 个项目都没有支出，待核实'
        ELSE
            CONCAT(
                CAST(projects AS VARCHAR),
                ' 个项目已支出 ',
                CAST(spent AS VARCHAR),
                ' 元，其中投向贫困村、贫困户 ',
                CAST(spent_on_poor AS VARCHAR),
                ' 元',
                CASE WHEN untold > 0 THEN '，另有 ' || CAST(untold AS VARCHAR) || ' 元的投向未填' ELSE '' END,
                '；标准 ',
                CAST(CAST($funds_to_poor_share AS DECIMAL(18, 2)) AS VARCHAR)
            )
    END AS reason,
    evidence
FROM judged
