-- H6 享受扶贫政策、资金、项目帮扶
-- contract: at least one of the seven measures received up to D -> pass; else fail; unknown if none is found and absence from any
-- of the measure feeds is no evidence (ruling 2; projects is one of them, ruling 28), a member is a candidate of an ambiguous
-- record of one, or a member has no valid number (ruling 3). A household with a relocation row is not absent from it.
-- source: 云厅字〔2016〕11号
WITH helped AS (
    SELECT
        household_id,
        ARRAY_AGG(DISTINCT row_ref) AS evidence,
        COUNT(DISTINCT measure) AS measures
    FROM measure_records
    GROUP BY household_id
),

others AS (
    SELECT h.*
    FROM households AS h
    LEFT JOIN helped AS g ON h.household_id = g.household_id
    WHERE g.household_id IS NULL
),

unproven AS (
    SELECT o.household_id
    FROM others AS o
    CROSS JOIN measure_feeds AS f
    LEFT JOIN feed_townships AS t ON f.feed = t.feed AND o.township_code = t.township_code
    LEFT JOIN relocation AS r ON f.feed = 'relocation' AND o.household_id = r.household_id
    WHERE t.feed IS NULL AND r.row_ref IS NULL
    UNION
    SELECT o.household_id
    FROM others AS o
    INNER JOIN doubtful_households AS d ON o.household_id = d.household_id
    INNER JOIN measure_feeds AS f ON d.feed = f.feed
    LEFT JOIN relocation AS r ON d.feed = 'relocation' AND o.household_id = r.household_id
    WHERE r.row_ref IS NULL
    UNION
    SELECT o.household_id
    FROM others AS o
    INNER JOIN doubtful_villages AS d ON o.village_code = d.village_code AND d.feed = 'projects'
    UNION
    SELECT o.household_id
    FROM others AS o
    INNER JOIN living_members AS m ON o.household_id = m.household_id
    INNER JOIN doubtful_members AS d ON m.member_id = d.member_id
    INNER JOIN measure_feeds AS f ON d.feed = f.feed
    UNION
    SELECT o.household_id
    FROM others AS o
    INNER JOIN living_members AS m ON o.household_id = m.household_id
    WHERE NOT m.id_valid
)

SELECT
    h.household_id AS unit_id,
    CASE
        WHEN g.household_id IS NOT NULL THEN $pass
        WHEN u.household_id IS NOT NULL THEN $unknown
        ELSE $fail
    END AS status,
    CAST(NULL AS DOUBLE) AS value,
    CAST(NULL AS DOUBLE) AS threshold,
    CASE
        WHEN g.household_id IS NOT NULL THEN '享受七个一批中的 ' || CAST(g.measures AS VARCHAR) || ' 项'
        WHEN u.household_id IS NOT NULL THEN '没有查到帮扶措施；有的部门名册未到、不全，或有成员身份证号无效，待核实'
        ELSE '各部门名册齐全，没有查到任何帮扶措施'
    END AS reason,
    COALESCE(LIST_CONCAT(g.evidence, [h.row_ref]), [h.row_ref]) AS evidence
FROM households AS h
LEFT JOIN helped AS g ON h.household_id = g.household_id
LEFT JOIN unproven AS u ON h.household_id = u.household_id
