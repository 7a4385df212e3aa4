-- relocation_sites 实施23个易地扶贫搬迁项目建设
-- feeds: projects
-- note: 按项目库中已开工的易地搬迁项目计
SELECT
    COUNT(DISTINCT project_id) AS amount,
    1 AS divisor
FROM projects
WHERE measure = '易地搬迁' AND start_date <= $assessment_date
