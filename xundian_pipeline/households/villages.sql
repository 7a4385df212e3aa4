-- Every village of the register or of the survey of the assessment year (ruling 31). Its name is the survey's, else the
-- register's; its township's name is that of the county's list, else as written (ruling 38).
WITH registered AS (
    SELECT
        village_code,
        MIN(row_ref) AS row_ref,
        COUNT(*) AS households
    FROM register_households
    GROUP BY village_code
),

surveyed AS (
    SELECT *
    FROM village_survey
    WHERE year = $assessment_year
),

codes AS (
    SELECT village_code FROM registered
    UNION
    SELECT village_code FROM surveyed
)

SELECT
    c.village_code,
    SUBSTRING(c.village_code, 1, 9) AS township_code,
    COALESCE(t.township, s.township, h.township) AS township,
    COALESCE(s.village, h.village) AS village,
    s.row_ref AS survey_row_ref,
    s.poor_village,
    s.rural_population,
    COALESCE(r.households, 0) AS households
FROM codes AS c
LEFT JOIN surveyed AS s ON c.village_code = s.village_code
LEFT JOIN registered AS r ON c.village_code = r.village_code
LEFT JOIN register_households AS h ON r.row_ref = h.row_ref
LEFT JOIN township_names AS t ON SUBSTRING(c.village_code, 1, 9) = t.township_code
