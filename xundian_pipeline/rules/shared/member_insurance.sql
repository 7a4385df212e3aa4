-- Each living member's medical insurance in the assessment year, as H4 and S10 need it: 城镇职工基本医疗保险, or both 城乡居民基本
-- 医疗保险 and 大病医疗保险 -> pass; born in Y -> pass; otherwise fail if absence is evidence (rulings 2 and 3) and the member has a
-- valid number, else unknown.
WITH by_member AS (
    SELECT
        r.member_id,
        ARRAY_AGG(r.row_ref) AS evidence,
        MAX(CASE WHEN i.scheme = '城镇职工基本医疗保险' THEN 1 ELSE 0 END) = 1 AS is_employee,
        MAX(CASE WHEN i.scheme = '城乡居民基本医疗保险' THEN 1 ELSE 0 END) = 1 AS has_basic,
        MAX(CASE WHEN i.scheme = '大病医疗保险' THEN 1 ELSE 0 END) = 1 AS has_serious_illness
    FROM member_records AS r
    INNER JOIN medical_insurance AS i ON r.row_ref = i.row_ref
    WHERE i.year = $assessment_year
    GROUP BY r.member_id
),

doubtful AS (
    SELECT DISTINCT member_id
    FROM doubtful_members
    WHERE feed = 'medical_insurance'
)

SELECT
    m.household_id,
    m.member_id,
    CASE
        WHEN m.birth_year = $assessment_year THEN $pass
        WHEN b.is_employee OR (b.has_basic AND b.has_serious_illness) THEN $pass
        WHEN m.id_valid AND t.township_code IS NOT NULL AND d.member_id IS NULL THEN $fail
        ELSE $unknown
    END AS status,
    COALESCE(LIST_CONCAT(b.evidence, [m.row_ref]), [m.row_ref]) AS evidence
FROM living_members AS m
LEFT JOIN by_member AS b ON m.member_id = b.member_id
LEFT JOIN feed_townships AS t ON m.township_code = t.township_code AND t.feed = 'medical_insurance'
LEFT JOIN doubtful AS d ON m.member_id = d.member_id
