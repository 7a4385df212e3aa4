-- registered_poor_insured 建档立卡贫困人口127960人参加城乡居民基本医疗保险和大病医疗保险
-- feeds: medical_insurance
-- note: 本年两个险种都参加的在世成员
WITH insured AS (
    SELECT r.member_id
    FROM member_records AS r
    INNER JOIN medical_insurance AS i ON r.row_ref = i.row_ref
    WHERE i.year = $assessment_year AND i.scheme IN ('城乡居民基本医疗保险', '大病医疗保险')
    GROUP BY r.member_id
    HAVING COUNT(DISTINCT i.scheme) = 2
)

SELECT
    COUNT(*) AS amount,
    1 AS divisor
FROM insured
