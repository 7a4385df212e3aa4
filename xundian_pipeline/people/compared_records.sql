-- The records of the pairs that are weighed, as they are compared. A number in exponent form, or with figures lost or
-- doubled by the handful, says nothing.
WITH compared AS (
    SELECT
        r.*,
        CASE
            WHEN LENGTH(r.id_number) BETWEEN 16 AND 20 AND POSITION('.' IN r.id_number) = 0 THEN r.id_number
        END AS number
    FROM records AS r
    WHERE r.row_ref IN (SELECT p.row_ref FROM compared_pairs AS p)
)

SELECT
    CAST(row_ref AS VARCHAR) AS unique_id,
    name_key,
    number,
    id_state = 'precision_lost' AS rounded,
    id_state IN ('valid_15', 'malformed_15') AS short,
    CASE WHEN LENGTH(number) = 18 THEN SUBSTRING(number, 7, 8) END AS birth_digits,
    village_code,
    head_id_number,
    CASE
        WHEN LENGTH(number) <> 18 OR id_state = 'precision_lost' THEN NULL
        WHEN SUBSTRING(number, 17, 1) IN ('1', '3', '5', '7', '9') THEN '男'
        WHEN SUBSTRING(number, 17, 1) IN ('0', '2', '4', '6', '8') THEN '女'
    END AS sex
FROM compared
