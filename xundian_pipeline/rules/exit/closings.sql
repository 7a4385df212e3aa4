-- What the third party has closed up to D: the finding rules that its problem type speaks of, of its household (ruling 37).
SELECT DISTINCT
    t.household_id,
    r.rule,
    t.closed_date
FROM third_party_assessment AS t
INNER JOIN third_party_rules AS r ON t.problem = r.problem
WHERE t.closed_date <= $assessment_date
