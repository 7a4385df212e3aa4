-- assessment_progress 第三方评估问题整改
-- code: M7
-- contract: found = found_date <= D; rectified, closed likewise by their dates; open = found and not closed. status: open = 0 -> pass,
-- else fail; the feed absent, empty or broken: what would pass is unknown; absent: counts null. All accepted rows count. Rows for the
-- types with a problem found by D, and 合计 always.
-- source: 县脱贫攻坚总结 2017
WITH problems AS (
    SELECT
        problem,
        row_ref,
        found_date,
        CASE WHEN found_date <= $assessment_date THEN 1 ELSE 0 END AS found,
        CASE WHEN rectified_date <= $assessment_date THEN 1 ELSE 0 END AS rectified,
        CASE WHEN closed_date <= $assessment_date THEN 1 ELSE 0 END AS closed
    FROM third_party_assessment
),

by_problem AS (
    SELECT *
    FROM problems
    UNION ALL
    SELECT
        '合计' AS problem,
        row_ref,
        found_date,
        found,
        rectified,
        closed
    FROM problems
),

sums AS (
    SELECT
        problem,
        CAST(SUM(found) AS BIGINT) AS found,
        CAST(SUM(rectified) AS BIGINT) AS rectified,
        CAST(SUM(closed) AS BIGINT) AS closed,
        CAST(SUM(CASE WHEN found > closed THEN 1 ELSE 0 END) AS BIGINT) AS still_open,
        MIN(CASE WHEN found > closed THEN found_date END) AS oldest_open,
        ARRAY_AGG(row_ref) AS evidence
    FROM by_problem
    GROUP BY problem
),

types AS (
    SELECT problem
    FROM sums
    WHERE found > 0
    UNION
    SELECT '合计' AS problem
),

come AS (
    SELECT
        f.present,
        CASE WHEN f.complete AND s.problem IS NOT NULL THEN $pass ELSE $unknown END AS status
    FROM feed_states AS f
    LEFT JOIN sums AS s ON s.problem = '合计'
    WHERE f.feed = 'third_party_assessment'
)

SELECT
    t.problem,
    CASE WHEN c.present THEN COALESCE(s.found, 0) END AS found,
    CASE WHEN c.present THEN COALESCE(s.rectified, 0) END AS rectified,
    CASE WHEN c.present THEN COALESCE(s.closed, 0) END AS closed,
    CASE WHEN c.present THEN COALESCE(s.still_open, 0) END AS open,
    s.oldest_open,
    CASE WHEN s.still_open > 0 THEN $fail ELSE c.status END AS status,
    CONCAT_WS(
        '；',
        CASE
            WHEN NOT c.present THEN '第三方问题清单未到，待核实'
            ELSE
                CONCAT(
                    '发现 ',
                    CAST(COALESCE(s.found, 0) AS VARCHAR),
                    ' 个，已整改 ',
                    CAST(COALESCE(s.rectified, 0) AS VARCHAR),
                    ' 个，已销号 ',
                    CAST(COALESCE(s.closed, 0) AS VARCHAR),
                    ' 个，未销号 ',
                    CAST(COALESCE(s.still_open, 0) AS VARCHAR),
                    ' 个'
                )
        END,
        CASE WHEN c.present AND c.status = $unknown THEN '清单不全或没有一行可以接受，可能有遗漏' END
    ) AS reason,
    COALESCE(s.evidence, []) AS evidence
FROM types AS t
CROSS JOIN come AS c
LEFT JOIN sums AS s ON t.problem = s.problem
