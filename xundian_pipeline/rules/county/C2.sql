-- C2 农村居民收入增幅高于全省
-- contract: rural_income_per_capita / previous - 1 > province_growth, compared by multiplication (ruling 33). Value = the growth
-- source: 红河州扶贫办 2017-09-22
WITH compared AS (
    SELECT
        unit_id,
        evidence,
        rural_income_per_capita AS income,
        CASE
            WHEN rural_income_per_capita_previous > 0 THEN CAST(rural_income_per_capita_previous AS DECIMAL(16, 2))
        END AS previous,
        province_growth
    FROM statistics_of_year
)

SELECT
    unit_id,
    CASE
        WHEN income IS NULL OR previous IS NULL OR province_growth IS NULL THEN $unknown
        WHEN income > previous * (1 + province_growth) THEN $pass
        ELSE $fail
    END AS status,
    CAST(income AS DOUBLE) / CAST(previous AS DOUBLE) - 1 AS value,
    CAST(province_growth AS DOUBLE) AS threshold,
    CASE
        WHEN income IS NULL OR previous IS NULL OR province_growth IS NULL THEN '县级统计指标没有填全'
        ELSE
            '本县人均可支配收入 ' || CAST(previous AS VARCHAR) || ' 元增到 ' || CAST(income AS VARCHAR)
            || ' 元，' || CASE WHEN income > previous * (1 + province_growth) THEN '增幅高于' ELSE '增幅不高于' END || '全省'
    END AS reason,
    evidence
FROM compared
