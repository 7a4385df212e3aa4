-- The records that officers have given to a member, where the rules leave them open: nothing that a number or evidence
-- has settled is overridden.
SELECT
    feed,
    row_ref,
    member_id
FROM decision_states
WHERE decision = '接受' AND member_registered AND outcome IN ('ambiguous', 'unmatched', 'not_registered')
