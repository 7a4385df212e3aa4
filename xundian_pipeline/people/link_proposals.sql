-- What is proposed to the officers: of the records that the rules and they themselves leave open, the pairs at or above
-- the weight chosen, where no other member comes near it. What they have rejected is not proposed again, and stays a
-- rival. A proposal counts for nothing by itself (ruling 23).
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
    WHERE p.match_weight >= $proposal_weight AND rival.row_ref IS NULL
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
WHERE x.row_ref IS NULL
