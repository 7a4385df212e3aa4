-- The pairs that are weighed. First those of the rules: every pair that evidence found, and of a number on several
-- members those it leaves open; and what officers have accepted. Then, for the records that the rules leave open, the
-- members with a like name that share something besides: one slip in a number leaves its date, its last four figures, or
-- its year and last three as they were, whatever the slip. A record with a valid number can only mean a member without one
-- (ruling 23).
WITH open_records AS (
    SELECT
        r.row_ref,
        r.id_valid,
        r.name_key,
        SUBSTRING(r.name_key, 1, 1) AS first_character,
        RIGHT(r.name_key, 1) AS last_character,
        SUBSTRING(r.id_number, 7, 8) AS birth_digits,
        SUBSTRING(r.id_number, 7, 4) || RIGHT(r.id_number, 3) AS year_and_last_three,
        RIGHT(r.id_number, 4) AS last_four,
        r.head_id_number,
        r.village_code
    FROM records AS r
    INNER JOIN record_outcomes AS o ON r.row_ref = o.row_ref
    WHERE o.outcome IN ('ambiguous', 'unmatched', 'not_registered')
),

meant AS (
    SELECT
        FALSE AS record_valid,
        m.*
    FROM members AS m
    UNION ALL
    SELECT
        TRUE AS record_valid,
        m.*
    FROM members AS m
    WHERE NOT m.id_valid
),

meant_members AS (
    SELECT
        m.record_valid,
        m.member_id,
        m.name_key,
        SUBSTRING(m.name_key, 1, 1) AS first_character,
        RIGHT(m.name_key, 1) AS last_character,
        STRFTIME(m.birth_date, '%Y%m%d') AS birth_digits,
        SUBSTRING(m.id_number, 7, 4) || RIGHT(m.id_number, 3) AS year_and_last_three,
        RIGHT(m.id_number, 4) AS last_four,
        m.head_id_number,
        m.village_code
    FROM meant AS m
),

sharing AS (
    SELECT
        r.row_ref,
        m.member_id
    FROM open_records AS r
    INNER JOIN meant_members AS m ON r.id_valid = m.record_valid AND r.birth_digits = m.birth_digits
    WHERE LEVENSHTEIN(r.name_key, m.name_key) <= 1
    UNION ALL
    SELECT
        r.row_ref,
        m.member_id
    FROM open_records AS r
    INNER JOIN meant_members AS m
        ON r.id_valid = m.record_valid AND r.last_four = m.last_four AND r.first_character = m.first_character
    WHERE LEVENSHTEIN(r.name_key, m.name_key) <= 1
    UNION ALL
    SELECT
        r.row_ref,
        m.member_id
    FROM open_records AS r
    INNER JOIN meant_members AS m
        ON r.id_valid = m.record_valid AND r.last_four = m.last_four AND r.last_character = m.last_character
    WHERE LEVENSHTEIN(r.name_key, m.name_key) <= 1
    UNION ALL
    SELECT
        r.row_ref,
        m.member_id
    FROM open_records AS r
    INNER JOIN meant_members AS m
        ON r.id_valid = m.record_valid AND r.year_and_last_three = m.year_and_last_three
    WHERE LEVENSHTEIN(r.name_key, m.name_key) <= 1
    UNION ALL
    SELECT
        r.row_ref,
        m.member_id
    FROM open_records AS r
    INNER JOIN meant_members AS m ON r.id_valid = m.record_valid AND r.head_id_number = m.head_id_number
    WHERE LEVENSHTEIN(r.name_key, m.name_key) <= 1
    UNION ALL
    SELECT
        r.row_ref,
        m.member_id
    FROM open_records AS r
    INNER JOIN meant_members AS m
        ON r.id_valid = m.record_valid AND r.village_code = m.village_code AND r.name_key = m.name_key
)

SELECT
    row_ref,
    member_id
FROM evidence_matches
UNION
SELECT
    row_ref,
    member_id
FROM number_matches
WHERE found > 1 AND agreeing <> 1
UNION
SELECT
    row_ref,
    member_id
FROM decided_records
UNION
SELECT
    row_ref,
    member_id
FROM sharing
