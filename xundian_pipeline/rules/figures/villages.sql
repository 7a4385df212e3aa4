-- villages 173个村(社区)驻村工作队全覆盖
-- feeds: village_survey
-- note: 按本年核查表里的行政村（社区）计
SELECT
    NULLIF(COUNT(DISTINCT village_code), 0) AS amount,
    1 AS divisor
FROM village_survey
WHERE year = $assessment_year
