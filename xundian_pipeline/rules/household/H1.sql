-- H1 收入稳定超标、不愁吃不愁穿
-- contract: AND of: net income per person > exit_income_line(D); food_secure; clothing_secure; water_safe; unknown if size = 0
-- source: 云厅字〔2016〕11号
-- parameter: exit_income_line
-- feeds: register_households, register_members
WITH parts AS (
    SELECT
        household_id,
        row_ref,
        size,
        net_income_per_capita,
        has_quarantined_member,
        CASE
            WHEN net_income_per_capita IS NULL THEN $unknown
            WHEN net_income_per_capita > $exit_income_line THEN $pass
            ELSE $fail
        END AS income,
        CASE WHEN food_secure IS NULL THEN $unknown WHEN food_secure THEN $pass ELSE $fail END AS food,
        CASE WHEN clothing_secure IS NULL THEN $unknown WHEN clothing_secure THEN $pass ELSE $fail END AS clothing,
        CASE WHEN water_safe IS NULL THEN $unknown WHEN water_safe THEN $pass ELSE $fail END AS water
    FROM households
),

combined AS (
    SELECT
        *,
        CASE
            WHEN size = 0 THEN $unknown
            ELSE LEAST(income, food, clothing, water, CASE WHEN has_quarantined_member THEN $unknown ELSE $pass END)
        END AS status
    FROM parts
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
),

gathered AS (
    SELECT
        household_id,
        ARRAY_AGG(row_ref) AS evidence
    FROM evidence
    GROUP BY household_id
)

SELECT
    c.household_id AS unit_id,
    c.status,
    CAST(c.net_income_per_capita AS DOUBLE) AS value,
    CAST($exit_income_line AS DOUBLE) AS threshold,
    CONCAT_WS(
        '；',
        CASE WHEN c.size = 0 THEN '该户已无在世成员' END,
        CASE
            WHEN c.size > 0 AND c.income = $unknown THEN '五项收支未填全，人均纯收入无法计算'
            WHEN c.income <> $unknown
                THEN CONCAT(
                    '人均纯收入 ',
                    CAST(c.net_income_per_capita AS VARCHAR),
                    CASE WHEN c.income = $fail THEN ' 元，未超过 ' ELSE ' 元，超过 ' END,
                    CAST($exit_income_line AS VARCHAR),
                    ' 元'
                )
        END,
        CASE WHEN c.food = $fail THEN '口粮没有保障' WHEN c.food = $unknown THEN '口粮保障未填' END,
        CASE WHEN c.clothing = $fail THEN '四季衣服没有保障' WHEN c.clothing = $unknown THEN '四季衣服保障未填' END,
        CASE WHEN c.water = $fail THEN '饮水不安全' WHEN c.water = $unknown THEN '饮水安全未填' END,
        CASE WHEN c.has_quarantined_member THEN '有成员的登记行被退回，人口未定' END
    ) AS reason,
    g.evidence
FROM combined AS c
INNER JOIN gathered AS g ON c.household_id = g.household_id
