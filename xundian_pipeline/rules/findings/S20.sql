-- S20 项目支出超过到位金额，或竣工而未支出
-- contract: project with spent > received, or spent_on_poor > spent (ruling 7), or end_date past (end_date < D, ruling 36) with
-- spent = 0; per project and village (34)
-- departments: poverty_office
-- subject: project
-- feeds: projects
SELECT
    project_id || '/' || village_code AS unit,
    CAST(NULL AS VARCHAR) AS household_id,
    CAST(NULL AS VARCHAR) AS feed,
    CONCAT_WS(
        '；',
        CASE
            WHEN spent > received
                THEN '支出 ' || CAST(spent AS VARCHAR) || ' 元，超过到位金额 ' || CAST(received AS VARCHAR) || ' 元'
        END,
        CASE
            WHEN spent_on_poor > spent
                THEN
                    CONCAT(
                        '投向贫困村贫困户 ',
                        CAST(spent_on_poor AS VARCHAR),
                        ' 元，超过支出 ',
                        CAST(spent AS VARCHAR),
                        ' 元'
                    )
        END,
        CASE WHEN end_date < $assessment_date AND spent = 0 THEN CAST(end_date AS VARCHAR) || ' 竣工，支出为 0' END
    ) AS detail,
    [row_ref] AS evidence
FROM projects
WHERE spent > received OR spent_on_poor > spent OR (end_date < $assessment_date AND spent = 0)
