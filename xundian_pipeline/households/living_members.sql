-- Members who count: those whom no exact death record up to D removes (ruling 25), with their ages in completed years.
-- Comparing month and day as numbers gives somebody born on 29 February the birthday 1 March in common years (27).
SELECT
    m.row_ref,
    m.member_id,
    m.household_id,
    m.village_code,
    m.township_code,
    m.id_number,
    m.id_valid,
    m.birth_date,
    YEAR(m.birth_date) AS birth_year,
    YEAR($assessment_date) - YEAR(m.birth_date)
    - CASE
        WHEN
            MONTH($assessment_date) * 100 + DAY($assessment_date) < MONTH(m.birth_date) * 100 + DAY(m.birth_date)
            THEN 1
        ELSE 0
    END AS age,
    YEAR($school_start) - YEAR(m.birth_date)
    - CASE
        WHEN MONTH($school_start) * 100 + DAY($school_start) < MONTH(m.birth_date) * 100 + DAY(m.birth_date) THEN 1
        ELSE 0
    END AS age_at_school_start
FROM members AS m
LEFT JOIN deceased AS d ON m.member_id = d.member_id
WHERE d.member_id IS NULL
