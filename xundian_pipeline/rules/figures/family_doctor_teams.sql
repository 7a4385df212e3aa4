-- family_doctor_teams 组建家庭医生团队130个
-- feeds: family_doctors
-- note: 按签约名单里的团队计
SELECT
    COUNT(DISTINCT team) AS amount,
    1 AS divisor
FROM family_doctors
WHERE date <= $assessment_date
