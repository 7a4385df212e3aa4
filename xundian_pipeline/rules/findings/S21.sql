-- S21 签字次序有误：上级签字时下级尚未同意
-- contract: a signed level that breaks the order of the ladder (M8): a unit below that it demands has refused, signed later, or not at
-- all where its absence is evidence. Unit: the village's, township's or county's code
-- departments: poverty_office
-- subject: level
-- feeds: sign_offs
SELECT
    unit_id AS unit,
    CAST(NULL AS VARCHAR) AS household_id,
    CAST(NULL AS VARCHAR) AS feed,
    CONCAT(
        CASE level WHEN '村' THEN '行政村' WHEN '乡' THEN '乡镇' ELSE '县' END,
        '已签字，而下级有 ',
        CAST(breaking AS VARCHAR),
        CASE level WHEN '村' THEN ' 户' WHEN '乡' THEN ' 个行政村' ELSE ' 个乡镇' END,
        '没有在此之前同意'
    ) AS detail,
    evidence
FROM sign_off_orders
WHERE status = $fail
