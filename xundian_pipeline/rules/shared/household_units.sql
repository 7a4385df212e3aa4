-- The units that each registered household belongs to: its village, its township (the first nine digits of the code), the county.
SELECT
    '村' AS level,
    village_code AS unit_id,
    household_id
FROM households
UNION ALL
SELECT
    '乡' AS level,
    township_code AS unit_id,
    household_id
FROM households
UNION ALL
SELECT
    '县' AS level,
    $county_code AS unit_id,
    household_id
FROM households
