-- S10 成员当年没有参加医疗保险
-- contract: member not insured for Y (feed present; the H4 fail, per person)
-- departments: health, poverty_office
-- subject: member
-- feeds: medical_insurance
SELECT
    member_id AS unit,
    household_id,
    CAST(NULL AS VARCHAR) AS feed,
    CAST($assessment_year AS VARCHAR) || ' 年参保缴费名单里没有完整的参保记录' AS detail,
    evidence
FROM member_insurance
WHERE status = $fail
