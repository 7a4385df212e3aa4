-- The living members who have a school record of the running school year that H3 takes as schooled, of primary school or above.
SELECT DISTINCT r.member_id
FROM member_records AS r
INNER JOIN enrolment AS e ON r.row_ref = e.row_ref
WHERE
    e.school_year = $school_year
    AND e.stage <> '学前'
    AND e.status IN ('在读', '送教上门', '缓学', '免学', '休学', '毕业')
