-- The members of the pairs that are weighed, in the columns of the records.
SELECT
    member_id AS unique_id,
    name_key,
    CASE
        WHEN LENGTH(id_number) BETWEEN 16 AND 20 AND POSITION('.' IN id_number) = 0 THEN id_number
    END AS number,
    id_state = 'precision_lost' AS rounded,
    id_state IN ('valid_15', 'malformed_15') AS short,
    STRFTIME(birth_date, '%Y%m%d') AS birth_digits,
    village_code,
    head_id_number,
    sex
FROM members
WHERE member_id IN (SELECT p.member_id FROM compared_pairs AS p)
