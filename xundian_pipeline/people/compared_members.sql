-- The members of the pairs that are weighed, in the columns of the records. An invalid number that several members have
-- was put there to fill the cell, and says nothing.
WITH fillers AS (
    SELECT id_number
    FROM members
    WHERE NOT id_valid AND id_number IS NOT NULL
    GROUP BY id_number
    HAVING COUNT(*) > 1
)

SELECT
    member_id AS unique_id,
    name_key,
    CASE
        WHEN id_number IN (SELECT f.id_number FROM fillers AS f) THEN NULL
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
