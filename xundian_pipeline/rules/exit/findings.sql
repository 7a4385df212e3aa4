-- The findings of this night, first_seen = last_seen = D. The third party's closed_date closes a finding of its household of the rules
-- that its problem type speaks of, with first_seen <= closed_date <= D (ruling 37): tonight that is closed_date = D.
WITH closed AS (
    SELECT DISTINCT
        t.household_id,
        c.rule
    FROM third_party_assessment AS t
    INNER JOIN third_party_rules AS c ON t.problem = c.problem
    WHERE t.closed_date = $assessment_date
)

SELECT
    f.rule || '-' || SUBSTRING(MD5(CONCAT_WS('|', f.rule, f.unit, COALESCE(f.feed, ''))), 1, 12) AS finding_id,
    f.rule,
    f.feed,
    f.unit,
    f.household_id,
    f.departments,
    CASE WHEN c.rule IS NULL THEN f.detail ELSE f.detail || '；第三方已于考核日销号' END AS detail,
    f.evidence,
    $assessment_date AS first_seen,
    $assessment_date AS last_seen,
    CASE WHEN c.rule IS NOT NULL THEN $assessment_date END AS closed_on,
    CASE WHEN c.rule IS NOT NULL THEN 'rectified' ELSE 'open' END AS status
FROM found AS f
LEFT JOIN closed AS c ON f.household_id = c.household_id AND f.rule = c.rule
