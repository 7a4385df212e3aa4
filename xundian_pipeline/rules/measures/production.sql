-- production 发展生产
-- feeds: project_beneficiaries, projects
-- contract: project_beneficiaries of a project with measure 发展生产 (a beneficiary of an unknown project does not count, ruling 28)
-- persons: the size of the household; amount: benefits of the year up to D (ruling 29)
WITH production_projects AS (
    SELECT DISTINCT project_id
    FROM projects
    WHERE measure = '发展生产'
)

SELECT
    h.household_id,
    b.row_ref,
    CAST(NULL AS VARCHAR) AS member_id,
    b.date,
    CASE WHEN b.date >= $year_start THEN b.amount END AS amount
FROM project_beneficiaries AS b
INNER JOIN households AS h ON b.household_id = h.household_id
INNER JOIN production_projects AS p ON b.project_id = p.project_id
WHERE b.date <= $assessment_date
