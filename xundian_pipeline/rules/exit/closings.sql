-- What the third party has closed up to D: the finding rules that its problem type speaks of, of its household (ruling 37).
SELECT
    t.row_ref,
    t.household_id,
    t.problem,
    r.rule,
    t.closed_date
FROM third_party_assessment AS t
INNER JOIN third_party_rules AS r ON t.problem = r.problem
WHERE t.closed_date <= $assessment_date
