-- Who stands in a row of a roster, registered or not, so that one person is counted once: the member to whom the row belongs, else
-- the identity number; with the name where the number is invalid (as keys do, ruling 10).
WITH named AS (
    SELECT
        row_ref,
        name,
        id_number,
        id_number_state
    FROM training
    UNION ALL
    SELECT
        row_ref,
        name,
        id_number,
        id_number_state
    FROM employment
    UNION ALL
    SELECT
        row_ref,
        name,
        id_number,
        id_number_state
    FROM medical_insurance
    WHERE subsidy IS NOT NULL
    UNION ALL
    SELECT
        row_ref,
        name,
        id_number,
        id_number_state
    FROM public_forest_compensation
    UNION ALL
    SELECT
        row_ref,
        name,
        id_number,
        id_number_state
    FROM grain_for_green
    UNION ALL
    SELECT
        row_ref,
        name,
        id_number,
        id_number_state
    FROM forest_rangers
),

linked AS (
    SELECT
        row_ref,
        member_id
    FROM belongs
    WHERE outcome <> 'ambiguous'
)

SELECT
    n.row_ref,
    CASE
        WHEN l.member_id IS NOT NULL THEN 'M ' || l.member_id
        WHEN n.id_number_state IN ('valid', 'valid_15') THEN n.id_number
        ELSE n.id_number || ' ' || n.name
    END AS person
FROM named AS n
LEFT JOIN linked AS l ON n.row_ref = l.row_ref
