-- townships 16个乡镇(街道)县级领导挂乡指挥全覆盖
-- feeds: village_survey
-- note: 按本年核查表里的乡镇（街道）计
SELECT
    NULLIF(COUNT(DISTINCT SUBSTRING(village_code, 1, 9)), 0) AS amount,
    1 AS divisor
FROM village_survey
WHERE year = $assessment_year
