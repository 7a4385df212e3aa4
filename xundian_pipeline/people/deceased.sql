-- Whom a death record removes: only exact ones dated up to D, the earliest if several (ruling 25).
WITH dated AS (
    SELECT
        b.member_id,
        d.death_date,
        d.row_ref,
        ROW_NUMBER() OVER (PARTITION BY b.member_id ORDER BY d.death_date, d.row_ref) AS place
    FROM belongs AS b
    INNER JOIN deaths AS d ON b.row_ref = d.row_ref
    WHERE b.outcome = 'exact' AND d.death_date <= $assessment_date
)

SELECT
    member_id,
    death_date,
    row_ref
FROM dated
WHERE place = 1
