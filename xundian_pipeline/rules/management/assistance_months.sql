-- assistance_months 逐月保障情况
-- code: M9
-- contract: Records that belong to a registered member; persons are distinct members; amounts add up over members and their records in
-- force in that month (ruling 15: start <= its first day < end), not after the month of death. Every month of Y whose first day <= D has
-- a row; the columns of a roster that has not come are null.
-- source: 县脱贫攻坚总结 2017
WITH months AS (
    SELECT MAKE_DATE(CAST($assessment_year AS INTEGER), numbers.month, 1) AS month
    FROM (VALUES (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12)) AS numbers (month)
),

assistance AS (
    SELECT
        'dibao' AS feed,
        row_ref,
        start_date,
        end_date,
        monthly_amount
    FROM dibao
    UNION ALL
    SELECT
        'tekun' AS feed,
        row_ref,
        start_date,
        end_date,
        monthly_amount
    FROM tekun
),

paid AS (
    SELECT
        m.month,
        a.feed,
        a.row_ref,
        b.member_id,
        a.monthly_amount
    FROM months AS m
    INNER JOIN assistance AS a ON m.month >= a.start_date AND (a.end_date IS NULL OR m.month < a.end_date)
    INNER JOIN belongs AS b ON a.row_ref = b.row_ref
    LEFT JOIN deceased AS d ON b.member_id = d.member_id
    WHERE m.month <= $assessment_date AND (d.death_date IS NULL OR m.month <= d.death_date)
),

sums AS (
    SELECT
        month,
        feed,
        COUNT(DISTINCT member_id) AS persons,
        CAST(SUM(monthly_amount) AS DECIMAL(18, 2)) AS amount,
        ARRAY_AGG(DISTINCT row_ref) AS evidence
    FROM paid
    GROUP BY month, feed
),

has_come AS (
    SELECT
        MAX(CASE WHEN feed = 'dibao' AND present THEN 1 ELSE 0 END) = 1 AS dibao,
        MAX(CASE WHEN feed = 'tekun' AND present THEN 1 ELSE 0 END) = 1 AS tekun
    FROM feed_states
),

joined AS (
    SELECT
        m.month,
        CASE WHEN c.dibao THEN COALESCE(d.persons, 0) END AS dibao_persons,
        CASE WHEN c.dibao THEN COALESCE(d.amount, 0) END AS dibao_amount,
        CASE WHEN c.tekun THEN COALESCE(t.persons, 0) END AS tekun_persons,
        CASE WHEN c.tekun THEN COALESCE(t.amount, 0) END AS tekun_amount,
        LIST_CONCAT(COALESCE(d.evidence, []), COALESCE(t.evidence, [])) AS evidence
    FROM months AS m
    CROSS JOIN has_come AS c
    LEFT JOIN sums AS d ON m.month = d.month AND d.feed = 'dibao'
    LEFT JOIN sums AS t ON m.month = t.month AND t.feed = 'tekun'
    WHERE m.month <= $assessment_date
)

SELECT
    month,
    dibao_persons,
    dibao_amount,
    tekun_persons,
    tekun_amount,
    CONCAT_WS(
        '；',
        CASE
            WHEN dibao_persons IS NULL THEN '低保名册未到'
            ELSE CONCAT('低保 ', CAST(dibao_persons AS VARCHAR), ' 人 ', CAST(dibao_amount AS VARCHAR), ' 元')
        END,
        CASE
            WHEN tekun_persons IS NULL THEN '特困名册未到'
            ELSE CONCAT('特困 ', CAST(tekun_persons AS VARCHAR), ' 人 ', CAST(tekun_amount AS VARCHAR), ' 元')
        END
    ) AS reason,
    evidence
FROM joined
