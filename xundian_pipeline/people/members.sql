-- Members: accepted rows of register_members whose household is an accepted register household, the dead among them
-- (ruling 25). The birth date is that of a valid number, else the register's column (indicators.md, Definitions).
SELECT
    m.row_ref,
    m.member_id,
    m.household_id,
    m.name,
    REGEXP_REPLACE(m.name, $name_dots, '', 'g') AS name_key,
    m.sex,
    m.relation,
    m.id_number,
    m.id_number_state AS id_state,
    m.id_number_state IN ('valid', 'valid_15') AS id_valid,
    m.birth_date AS register_birth_date,
    CASE
        WHEN m.id_number_state IN ('valid', 'valid_15') THEN m.id_number_birth_date
        ELSE m.birth_date
    END AS birth_date,
    h.village_code,
    SUBSTRING(h.village_code, 1, 9) AS township_code,
    h.head_id_number
FROM register_members AS m
INNER JOIN register_households AS h ON m.household_id = h.household_id
