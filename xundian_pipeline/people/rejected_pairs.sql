-- The pairs that officers have rejected.
SELECT
    row_ref,
    member_id
FROM decision_states
WHERE decision = '拒绝' AND row_ref IS NOT NULL
