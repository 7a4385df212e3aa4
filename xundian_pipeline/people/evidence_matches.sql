-- Rule 2 (ruling 23): failing the number, the name and every piece of evidence that the record has must agree, and
-- there must be at least one piece. Where the record's number is valid, only members without a valid one are meant.
WITH unfound AS (
    SELECT r.*
    FROM records AS r
    LEFT JOIN number_matches AS n ON r.row_ref = n.row_ref
    WHERE
        n.row_ref IS NULL
        AND (r.village_code IS NOT NULL OR r.head_id_number IS NOT NULL OR r.birth_date IS NOT NULL)
),

pairs AS (
    SELECT
        u.*,
        m.member_id,
        m.village_code AS member_village_code,
        m.head_id_number AS member_head_id_number,
        m.birth_date AS member_birth_date
    FROM unfound AS u
    INNER JOIN members AS m ON u.name_key = m.name_key
    WHERE u.id_valid AND NOT m.id_valid
    UNION ALL
    SELECT
        u.*,
        m.member_id,
        m.village_code AS member_village_code,
        m.head_id_number AS member_head_id_number,
        m.birth_date AS member_birth_date
    FROM unfound AS u
    INNER JOIN members AS m ON u.name_key = m.name_key
    WHERE NOT u.id_valid
)

SELECT
    feed,
    row_ref,
    member_id,
    COUNT(*) OVER (PARTITION BY row_ref) AS found
FROM pairs
WHERE
    (village_code IS NULL OR village_code = member_village_code)
    AND (head_id_number IS NULL OR head_id_number = COALESCE(member_head_id_number, ''))
    AND (birth_date IS NULL OR birth_date = member_birth_date)
