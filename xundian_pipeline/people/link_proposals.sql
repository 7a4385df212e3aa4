-- What is proposed to the officers: of the records that the rules and they themselves leave open, the pairs at or above
-- the weight chosen, where no other member comes near it. The weight alone is not trusted: the names must be alike, and
-- either the number must be the same but for a slip, or name and the number of the household's head the very same. A name
-- that somebody else of the household bears exactly is his. What officers have rejected is not proposed again, and stays
-- a rival. A proposal counts for nothing by itself (ruling 23).
WITH open_pairs AS (
    SELECT w.*
    FROM weighed_pairs AS w
    INNER JOIN record_outcomes AS o ON w.row_ref = o.row_ref
    LEFT JOIN decided_records AS d ON w.row_ref = d.row_ref
    WHERE o.outcome IN ('ambiguous', 'unmatched', 'not_registered') AND d.row_ref IS NULL
),

ahead AS (
    SELECT p.*
    FROM open_pairs AS p
    LEFT JOIN open_pairs AS rival
        ON
            p.row_ref = rival.row_ref
            AND p.member_id <> rival.member_id
            AND rival.match_weight > p.match_weight - $rival_margin
    WHERE
        p.match_weight >= $proposal_weight
        AND rival.row_ref IS NULL
        AND p.name_agreement <> 'different'
        AND (
            p.number_agreement NOT IN ('none', 'different')
            OR (p.head_agreement = 'equal' AND p.name_agreement = 'equal')
        )
),

borne_in_household AS (
    SELECT
        a.row_ref,
        a.member_id
    FROM ahead AS a
    INNER JOIN records AS r ON a.row_ref = r.row_ref
    INNER JOIN members AS m ON a.member_id = m.member_id
    INNER JOIN members AS bearer ON m.household_id = bearer.household_id AND r.name_key = bearer.name_key
    WHERE a.name_agreement <> 'equal'
)

SELECT
    r.feed,
    r.row_ref,
    r.source,
    r.sheet,
    r.row_number,
    a.member_id,
    a.match_weight,
    a.name_agreement,
    a.number_agreement,
    a.birth_date_agreement,
    a.sex_agreement,
    a.village_agreement,
    a.head_agreement
FROM ahead AS a
INNER JOIN records AS r ON a.row_ref = r.row_ref
LEFT JOIN rejected_pairs AS x ON a.row_ref = x.row_ref AND a.member_id = x.member_id
LEFT JOIN borne_in_household AS b ON a.row_ref = b.row_ref AND a.member_id = b.member_id
WHERE x.row_ref IS NULL AND b.row_ref IS NULL
