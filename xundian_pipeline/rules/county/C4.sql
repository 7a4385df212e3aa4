-- C4 扶贫政策、项目、资金精准到户 100%
-- contract: households with H6 pass / households >= 1; interval as above with H6 unknown; quarantined households stand in the
-- denominator as unknown (rulings 1 and 30); n = 0 -> unknown (32). Value = low/n. Evidence: the households not covered
-- source: 红河州扶贫办 2017-09-22
-- parameter: household_cover_share
WITH quarantined AS (
    SELECT
        COUNT(*) AS n,
        ARRAY_AGG(row_ref) AS evidence
    FROM quarantined_households
),

counted AS (
    SELECT
        COUNT(*) AS n,
        SUM(CASE WHEN e.h6 = 'pass' THEN 1 ELSE 0 END) AS low,
        SUM(CASE WHEN e.h6 IN ('pass', 'unknown') THEN 1 ELSE 0 END) AS high
    FROM household_results AS e
),

uncovered AS (
    SELECT ARRAY_AGG(h.row_ref) AS evidence
    FROM household_results AS e
    INNER JOIN households AS h ON e.household_id = h.household_id
    WHERE e.h6 <> 'pass'
),

totals AS (
    SELECT
        c.n + q.n AS n,
        c.low,
        c.high + q.n AS high,
        LIST_CONCAT(COALESCE(u.evidence, []), COALESCE(q.evidence, [])) AS evidence
    FROM counted AS c
    CROSS JOIN quarantined AS q
    CROSS JOIN uncovered AS u
)

SELECT
    $county_code AS unit_id,
    CASE
        WHEN n = 0 THEN $unknown
        WHEN low >= $household_cover_share * n THEN $pass
        WHEN high < $household_cover_share * n THEN $fail
        ELSE $unknown
    END AS status,
    CASE WHEN n > 0 THEN CAST(low AS DOUBLE) / n END AS value,
    CAST($household_cover_share AS DOUBLE) AS threshold,
    '建档立卡户（含被退回的）' || CAST(n AS VARCHAR) || ' 户，享受帮扶 ' || CAST(low AS VARCHAR) || ' 户，待核实 '
    || CAST(high - low AS VARCHAR) || ' 户' AS reason,
    evidence
FROM totals
