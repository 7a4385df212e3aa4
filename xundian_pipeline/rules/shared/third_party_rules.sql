-- Which findings a problem type of the third party closes (ruling 37). S20 and S21 it never closes.
SELECT
    closing.problem,
    closing.rule
FROM (
    VALUES
    ('收入', 'S05'),
    ('收入', 'S06'),
    ('收入', 'S14'),
    ('住房', 'S12'),
    ('住房', 'S13'),
    ('住房', 'S15'),
    ('教育', 'S08'),
    ('教育', 'S09'),
    ('医疗', 'S10'),
    ('帮扶', 'S17'),
    ('识别', 'S01'),
    ('识别', 'S02'),
    ('识别', 'S03'),
    ('识别', 'S04'),
    ('识别', 'S07'),
    ('识别', 'S11'),
    ('识别', 'S18'),
    ('识别', 'S19')
) AS closing (problem, rule)
