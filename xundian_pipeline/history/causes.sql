-- Why a status changed, each cause a line: rows that differ; a roster that has come whole for the household, or no longer; a line that
-- the rule holds against; the rule book; where none of these, the program or the days that have passed.
WITH by_feed AS (
    SELECT
        d.household_id,
        d.indicator,
        f.place,
        '《' || f.title || '》' || CONCAT_WS(
            '、',
            CASE
                WHEN SUM(CASE WHEN d.is_new THEN 1 ELSE 0 END) > 0
                    THEN '新增或改动 ' || CAST(SUM(CASE WHEN d.is_new THEN 1 ELSE 0 END) AS VARCHAR) || ' 行'
            END,
            CASE
                WHEN SUM(CASE WHEN d.is_new THEN 0 ELSE 1 END) > 0
                    THEN '上一夜的 ' || CAST(SUM(CASE WHEN d.is_new THEN 0 ELSE 1 END) AS VARCHAR) || ' 行已改、已撤或不再算数'
            END
        ) AS cause
    FROM differing_rows AS d
    INNER JOIN feed_titles AS f ON d.feed = f.feed
    GROUP BY d.household_id, d.indicator, f.place, f.title
),

asked AS (
    SELECT
        c.household_id,
        c.indicator,
        i.name AS feed,
        s.township_code
    FROM changed AS c
    INNER JOIN indicator_inputs AS i ON c.indicator = i.indicator AND i.kind = 'feed'
    INNER JOIN register_subjects AS s ON s.kind = 'household' AND c.household_id = s.subject
),

standing AS (
    SELECT
        k.household_id,
        k.indicator,
        k.feed,
        MAX(CASE WHEN a.feed IS NOT NULL AND d.feed IS NULL THEN 1 ELSE 0 END) AS is_whole,
        MAX(CASE WHEN pa.feed IS NOT NULL AND pd.feed IS NULL THEN 1 ELSE 0 END) AS was_whole
    FROM asked AS k
    LEFT JOIN absences AS a ON k.feed = a.feed AND k.township_code = a.township_code
    LEFT JOIN doubts AS d ON k.feed = d.feed AND d.kind = 'household' AND k.household_id = d.subject
    LEFT JOIN past_absences AS pa ON k.feed = pa.feed AND k.township_code = pa.township_code
    LEFT JOIN past_doubts AS pd ON k.feed = pd.feed AND pd.kind = 'household' AND k.household_id = pd.subject
    GROUP BY k.household_id, k.indicator, k.feed
),

by_standing AS (
    SELECT
        s.household_id,
        s.indicator,
        100 + f.place AS place,
        '《' || f.title || '》' || CASE
            WHEN s.is_whole > s.was_whole THEN '这一夜送齐，没有记录可以作数了'
            ELSE '这一夜没有送齐或有退回的行，没有记录不能作数'
        END AS cause
    FROM standing AS s
    INNER JOIN feed_titles AS f ON s.feed = f.feed
    WHERE s.is_whole <> s.was_whole
),

by_parameter AS (
    SELECT
        c.household_id,
        c.indicator,
        CASE WHEN i.name IN ('assessment_year', 'school_year') THEN -1 ELSE 200 END AS place,
        n.label || '由 ' || b.value || ' 变为 ' || n.value AS cause
    FROM changed AS c
    INNER JOIN indicator_inputs AS i ON c.indicator = i.indicator AND i.kind = 'parameter'
    INNER JOIN parameters AS n ON i.name = n.name
    INNER JOIN past_parameters AS b ON i.name = b.name
    WHERE n.value <> b.value
),

by_rule_book AS (
    SELECT
        c.household_id,
        c.indicator,
        300 AS place,
        '规则由版本 ' || b.rule_version || ' 换成 ' || n.rule_version AS cause
    FROM changed AS c
    CROSS JOIN versions AS n
    CROSS JOIN past_versions AS b
    WHERE n.rule_version <> b.rule_version
),

named AS (
    SELECT * FROM by_feed
    UNION ALL
    SELECT * FROM by_standing
    UNION ALL
    SELECT * FROM by_parameter
    UNION ALL
    SELECT * FROM by_rule_book
)

SELECT
    household_id,
    indicator,
    place,
    cause
FROM named
UNION ALL
SELECT
    c.household_id,
    c.indicator,
    400 AS place,
    CASE
        WHEN n.code_version <> b.code_version THEN '程序换了版本'
        ELSE
            '考核日由 ' || CAST($night_before AS VARCHAR) || ' 到了 ' || CAST($assessment_date AS VARCHAR)
            || '，按日期计算的条件变了'
    END AS cause
FROM changed AS c
CROSS JOIN versions AS n
CROSS JOIN past_versions AS b
LEFT JOIN named AS m ON c.household_id = m.household_id AND c.indicator = m.indicator
WHERE m.household_id IS NULL
