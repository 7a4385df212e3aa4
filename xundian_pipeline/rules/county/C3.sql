-- C3 贫困村退出比例 >= 90%
-- contract: poor villages (poor_village = 是): low = exit_ready, high = exit_ready + verify. low/n >= 0.9 -> pass; high/n < 0.9 -> fail;
-- else unknown; n = 0 -> unknown. Value = low/n
-- source: 红河州扶贫办 2017-09-22
-- parameter: village_exit_share
WITH counted AS (
    SELECT
        COUNT(*) AS n,
        SUM(CASE WHEN e.result = 'exit_ready' THEN 1 ELSE 0 END) AS low,
        SUM(CASE WHEN e.result IN ('exit_ready', 'verify') THEN 1 ELSE 0 END) AS high,
        ARRAY_AGG(v.survey_row_ref) AS evidence
    FROM village_exit AS e
    INNER JOIN villages AS v ON e.village_code = v.village_code
    WHERE v.poor_village
)

SELECT
    $county_code AS unit_id,
    CASE
        WHEN n = 0 THEN $unknown
        WHEN low >= $village_exit_share * n THEN $pass
        WHEN high < $village_exit_share * n THEN $fail
        ELSE $unknown
    END AS status,
    CASE WHEN n > 0 THEN CAST(low AS DOUBLE) / n END AS value,
    CAST($village_exit_share AS DOUBLE) AS threshold,
    CASE
        WHEN n = 0 THEN '当年核查表里没有贫困村'
        ELSE
            '贫困村 ' || CAST(n AS VARCHAR) || ' 个，可退出 ' || CAST(low AS VARCHAR) || ' 个，待核实 '
            || CAST(high - low AS VARCHAR) || ' 个'
    END AS reason,
    COALESCE(evidence, []) AS evidence
FROM counted
