-- The outcome of every departmental record (rulings 22 to 24).
WITH by_number AS (
    SELECT DISTINCT
        row_ref,
        CASE WHEN agreeing = 1 THEN 'exact' WHEN found = 1 THEN 'name_differs' ELSE 'ambiguous' END AS outcome
    FROM number_matches
),

by_evidence AS (
    SELECT DISTINCT
        row_ref,
        CASE WHEN found = 1 THEN 'probable' ELSE 'ambiguous' END AS outcome
    FROM evidence_matches
)

SELECT
    r.feed,
    r.row_ref,
    COALESCE(
        n.outcome, e.outcome, CASE WHEN r.id_valid THEN 'not_registered' ELSE 'unmatched' END
    ) AS outcome
FROM records AS r
LEFT JOIN by_number AS n ON r.row_ref = n.row_ref
LEFT JOIN by_evidence AS e ON r.row_ref = e.row_ref
