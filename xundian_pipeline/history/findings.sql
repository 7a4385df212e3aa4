-- The findings as they are published: what a third party has closed says when.
SELECT
    finding_id,
    rule,
    feed,
    unit,
    household_id,
    departments,
    CASE
        WHEN status = 'rectified' THEN detail || '；第三方 ' || CAST(third_party_date AS VARCHAR) || ' 销号'
        ELSE detail
    END AS detail,
    evidence,
    first_seen,
    last_seen,
    closed_on,
    status
FROM findings_after
