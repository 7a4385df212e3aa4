-- The findings after this night (rulings 37 and 40 to 42). `open_since` is the night from which a third party's date closes it: the
-- first, or the one on which it came back. `missed`: a night whose not finding it counted has passed since it was last found.
WITH met AS (
    SELECT
        COALESCE(f.finding_id, p.finding_id) AS finding_id,
        COALESCE(f.rule, p.rule) AS rule,
        CASE WHEN f.finding_id IS NULL THEN p.feed ELSE f.feed END AS feed,
        COALESCE(f.unit, p.unit) AS unit,
        CASE WHEN f.finding_id IS NULL THEN p.household_id ELSE f.household_id END AS household_id,
        COALESCE(f.departments, p.departments) AS departments,
        COALESCE(f.detail, p.detail) AS detail,
        COALESCE(f.evidence, p.evidence) AS evidence,
        f.finding_id IS NOT NULL AS is_found,
        p.finding_id IS NULL OR (f.finding_id IS NOT NULL AND p.missed) AS opens,
        COALESCE(u.counts, FALSE) AS counts,
        p.first_seen,
        p.last_seen,
        p.open_since,
        p.status,
        p.closed_on,
        p.third_party_date,
        p.missed
    FROM found AS f
    FULL JOIN past_findings AS p ON f.finding_id = p.finding_id
    LEFT JOIN unseen AS u ON p.finding_id = u.finding_id
),

opened AS (
    SELECT
        finding_id,
        rule,
        feed,
        unit,
        household_id,
        departments,
        detail,
        evidence,
        is_found,
        counts,
        COALESCE(first_seen, $assessment_date) AS first_seen,
        CASE WHEN is_found THEN $assessment_date ELSE last_seen END AS last_seen,
        CASE WHEN opens THEN $assessment_date ELSE open_since END AS open_since,
        CASE WHEN opens THEN 'open' ELSE status END AS status,
        CASE WHEN opens THEN CAST(NULL AS DATE) ELSE closed_on END AS closed_on,
        CASE WHEN opens THEN CAST(NULL AS DATE) ELSE third_party_date END AS third_party_date,
        NOT is_found AND (missed OR counts) AS missed
    FROM met
),

closed AS (
    SELECT
        o.finding_id,
        MIN(c.closed_date) AS closed_date
    FROM opened AS o
    INNER JOIN closings AS c ON o.household_id = c.household_id AND o.rule = c.rule
    WHERE o.status = 'open' AND c.closed_date >= o.open_since AND c.closed_date <= $assessment_date
    GROUP BY o.finding_id
)

SELECT
    o.finding_id,
    o.rule,
    o.feed,
    o.unit,
    o.household_id,
    o.departments,
    o.detail,
    o.evidence,
    o.first_seen,
    o.last_seen,
    o.open_since,
    CASE
        WHEN c.closed_date IS NOT NULL OR (o.status = 'open' AND NOT o.is_found AND o.counts) THEN $assessment_date
        ELSE o.closed_on
    END AS closed_on,
    COALESCE(c.closed_date, o.third_party_date) AS third_party_date,
    CASE
        WHEN c.closed_date IS NOT NULL THEN 'rectified'
        WHEN o.status = 'open' AND NOT o.is_found AND o.counts THEN 'gone'
        ELSE o.status
    END AS status,
    o.missed
FROM opened AS o
LEFT JOIN closed AS c ON o.finding_id = c.finding_id
ORDER BY o.finding_id
