-- The night's notices, and what the third party has closed of a registered household without there ever having been such a finding.
WITH closed_problems AS (
    SELECT
        c.household_id,
        c.problem,
        COUNT(DISTINCT c.row_ref) AS problems,
        COUNT(f.finding_id) AS findings
    FROM closings AS c
    INNER JOIN register_subjects AS s ON s.kind = 'household' AND c.household_id = s.subject
    LEFT JOIN findings_after AS f ON c.household_id = f.household_id AND c.rule = f.rule
    GROUP BY c.household_id, c.problem
)

SELECT
    kind,
    feed,
    source,
    sheet,
    what,
    count,
    message
FROM own_notices
UNION ALL
SELECT
    'closing' AS kind,
    'third_party_assessment' AS feed,
    CAST(NULL AS VARCHAR) AS source,
    CAST(NULL AS VARCHAR) AS sheet,
    household_id AS what,
    CAST(problems AS INTEGER) AS count,
    '第三方已销号 ' || household_id || ' 户的“' || problem || '”问题 ' || CAST(problems AS VARCHAR)
    || ' 条，而各夜都没有发现过相应的疑点：请核对户编号、问题类型和销号日期。' AS message
FROM closed_problems
WHERE findings = 0
