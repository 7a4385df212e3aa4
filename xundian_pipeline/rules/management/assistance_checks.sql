-- assistance_checks 新增保障对象核查
-- code: M2
-- contract: New household: any record of dibao or tekun that belongs to a living member, with start_date in Y and <= D. Checked: an
-- economic_checks record with check_date in Y and <= D belonging to a member of it. Visited: checked, and any of these checks has
-- visit_date <= D. Spot-checked: checked, and any of them has county_spot_check. Lines: economic_check_rate, home_visit_rate,
-- county_spot_check_rate. Rates are intervals as in C4: a new household that lacks the mark where ruling 2 denies absence counts in the
-- high end; the value shown is the low. status = AND of the three. No new household: rates null, pass. dibao or tekun absent or broken
-- (ruling 2, at township level; for the county in any township with a registered household): what would pass is unknown.
-- source: 县脱贫攻坚总结 2017
WITH marks AS (
    SELECT
        household_id,
        MAX(visited) AS visited,
        MAX(spot_checked) AS spot_checked
    FROM checks_of_year
    GROUP BY household_id
),

doubts AS (
    SELECT
        m.household_id,
        UNNEST(d.row_refs) AS row_ref
    FROM living_members AS m
    INNER JOIN doubtful_members AS d ON m.member_id = d.member_id AND d.feed = 'economic_checks'
),

new_ids AS (
    SELECT DISTINCT household_id
    FROM assistance_beginnings
),

doubtful_ids AS (
    SELECT DISTINCT household_id
    FROM doubts
),

new_households AS (
    SELECT
        h.household_id,
        h.row_ref,
        CASE WHEN k.household_id IS NOT NULL THEN 1 ELSE 0 END AS checked,
        COALESCE(k.visited, 0) AS visited,
        COALESCE(k.spot_checked, 0) AS spot_checked,
        CASE WHEN t.township_code IS NULL OR d.household_id IS NOT NULL THEN 1 ELSE 0 END AS is_open
    FROM new_ids AS n
    INNER JOIN households AS h ON n.household_id = h.household_id
    LEFT JOIN marks AS k ON n.household_id = k.household_id
    LEFT JOIN feed_townships AS t ON h.township_code = t.township_code AND t.feed = 'economic_checks'
    LEFT JOIN doubtful_ids AS d ON n.household_id = d.household_id
),

whole_townships AS (
    SELECT township_code
    FROM feed_townships
    WHERE feed IN ('dibao', 'tekun')
    GROUP BY township_code
    HAVING COUNT(*) = 2
),

units AS (
    SELECT
        u.unit_id,
        MIN(CASE WHEN w.township_code IS NOT NULL THEN $pass ELSE $unknown END) AS rosters,
        COUNT(n.household_id) AS new_households,
        CAST(COALESCE(SUM(n.checked), 0) AS BIGINT) AS checked,
        CAST(COALESCE(SUM(n.visited), 0) AS BIGINT) AS visited,
        CAST(COALESCE(SUM(n.spot_checked), 0) AS BIGINT) AS spot_checked,
        CAST(SUM(GREATEST(n.checked, n.is_open)) AS BIGINT) AS checked_high,
        CAST(SUM(GREATEST(n.visited, n.is_open)) AS BIGINT) AS visited_high,
        CAST(SUM(GREATEST(n.spot_checked, n.is_open)) AS BIGINT) AS spot_checked_high
    FROM household_units AS u
    INNER JOIN households AS h ON u.household_id = h.household_id
    LEFT JOIN whole_townships AS w ON h.township_code = w.township_code
    LEFT JOIN new_households AS n ON u.household_id = n.household_id
    WHERE u.level <> '村'
    GROUP BY u.unit_id
),

judged AS (
    SELECT
        *,
        CASE
            WHEN checked >= $economic_check_rate * new_households THEN $pass
            WHEN checked_high < $economic_check_rate * new_households THEN $fail
            ELSE $unknown
        END AS check_status,
        CASE
            WHEN visited >= $home_visit_rate * new_households THEN $pass
            WHEN visited_high < $home_visit_rate * new_households THEN $fail
            ELSE $unknown
        END AS visit_status,
        CASE
            WHEN spot_checked >= $county_spot_check_rate * new_households THEN $pass
            WHEN spot_checked_high < $county_spot_check_rate * new_households THEN $fail
            ELSE $unknown
        END AS spot_status
    FROM units
),

household_rows AS (
    SELECT
        household_id,
        row_ref
    FROM new_households
    UNION ALL
    SELECT
        household_id,
        row_ref
    FROM assistance_beginnings
    UNION ALL
    SELECT
        household_id,
        row_ref
    FROM checks_of_year
    UNION ALL
    SELECT
        household_id,
        row_ref
    FROM doubts
),

evidence AS (
    SELECT
        u.unit_id,
        ARRAY_AGG(DISTINCT r.row_ref) AS evidence
    FROM household_units AS u
    INNER JOIN new_households AS n ON u.household_id = n.household_id
    INNER JOIN household_rows AS r ON u.household_id = r.household_id
    WHERE u.level <> '村'
    GROUP BY u.unit_id
)

SELECT
    j.unit_id,
    j.new_households,
    j.checked,
    j.visited,
    j.spot_checked,
    CASE WHEN j.new_households > 0 THEN CAST(j.checked AS DOUBLE) / j.new_households END AS check_rate,
    CASE WHEN j.new_households > 0 THEN CAST(j.visited AS DOUBLE) / j.new_households END AS visit_rate,
    CASE WHEN j.new_households > 0 THEN CAST(j.spot_checked AS DOUBLE) / j.new_households END AS spot_rate,
    LEAST(j.check_status, j.visit_status, j.spot_status, j.rosters) AS status,
    CONCAT_WS(
        '；',
        CASE
            WHEN j.new_households = 0 THEN '无新增保障对象'
            ELSE '新增保障对象 ' || CAST(j.new_households AS VARCHAR) || ' 户'
        END,
        CASE
            WHEN j.new_households > 0
                THEN CONCAT(
                    '经济状况核对 ',
                    CAST(j.checked AS VARCHAR),
                    ' 户',
                    CASE j.check_status WHEN $pass THEN '（达标）' WHEN $fail THEN '（不达标）' ELSE '（待核实）' END
                )
        END,
        CASE
            WHEN j.new_households > 0
                THEN CONCAT(
                    '入户 ',
                    CAST(j.visited AS VARCHAR),
                    ' 户',
                    CASE j.visit_status WHEN $pass THEN '（达标）' WHEN $fail THEN '（不达标）' ELSE '（待核实）' END
                )
        END,
        CASE
            WHEN j.new_households > 0
                THEN CONCAT(
                    '县级抽查 ',
                    CAST(j.spot_checked AS VARCHAR),
                    ' 户',
                    CASE j.spot_status WHEN $pass THEN '（达标）' WHEN $fail THEN '（不达标）' ELSE '（待核实）' END
                )
        END,
        CASE WHEN j.rosters = $unknown THEN '低保或特困名册未到或不全，新增对象可能有遗漏' END
    ) AS reason,
    COALESCE(e.evidence, []) AS evidence
FROM judged AS j
LEFT JOIN evidence AS e ON j.unit_id = e.unit_id
