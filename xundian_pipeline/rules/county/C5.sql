-- C5 义务教育发展基本均衡
-- contract: AND of education_balanced, primary_dropout_rate <= 0.006, junior_dropout_rate <= 0.018
-- source: 红河州扶贫办 2017-09-22; 国家控辍保学目标
WITH parts AS (
    SELECT
        unit_id,
        evidence,
        CASE
            WHEN education_balanced IS NULL THEN $unknown
            WHEN education_balanced THEN $pass
            ELSE $fail
        END AS balanced,
        CASE
            WHEN primary_dropout_rate IS NULL THEN $unknown
            WHEN primary_dropout_rate <= $primary_dropout_ceiling THEN $pass
            ELSE $fail
        END AS primary_school,
        CASE
            WHEN junior_dropout_rate IS NULL THEN $unknown
            WHEN junior_dropout_rate <= $junior_dropout_ceiling THEN $pass
            ELSE $fail
        END AS junior_school
    FROM statistics_of_year
)

SELECT
    unit_id,
    LEAST(balanced, primary_school, junior_school) AS status,
    CAST(NULL AS DOUBLE) AS value,
    CAST(NULL AS DOUBLE) AS threshold,
    CONCAT_WS(
        '；',
        CASE balanced WHEN $pass THEN '已通过国家认定' WHEN $fail THEN '未通过国家认定' ELSE '国家认定未填' END,
        CASE primary_school WHEN $pass THEN '小学辍学率达标' WHEN $fail THEN '小学辍学率过高' ELSE '小学辍学率未填' END,
        CASE junior_school WHEN $pass THEN '初中辍学率达标' WHEN $fail THEN '初中辍学率过高' ELSE '初中辍学率未填' END
    ) AS reason,
    evidence
FROM parts
