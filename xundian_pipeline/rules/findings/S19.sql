-- S19 补助金额不合标准
-- contract: dibao monthly_amount above the ceiling, tekun amount not the standard of its care; energy subsidies not 1000 a heater, 300
-- a stove (ruling 7). Parameters and rows in force on D, energy: year Y (36). One per member and feed (34). Where no standard is
-- known the parameter is null and nothing is found (6).
-- departments: poverty_office
-- subject: member
-- feeds: own
WITH wrong AS (
    SELECT
        feed,
        member_id,
        household_id,
        row_ref
    FROM assistance_in_force
    WHERE
        (feed = 'dibao' AND monthly_amount > $dibao_ceiling_monthly)
        OR (feed = 'tekun' AND care = '集中' AND monthly_amount <> $tekun_monthly_centralised)
        OR (feed = 'tekun' AND care = '分散' AND monthly_amount <> $tekun_monthly_dispersed)
    UNION ALL
    SELECT
        r.feed,
        r.member_id,
        r.household_id,
        r.row_ref
    FROM member_records AS r
    INNER JOIN energy_subsidies AS e ON r.row_ref = e.row_ref
    WHERE
        e.year = $assessment_year
        AND (
            (e.item = '太阳能热水器' AND e.amount <> e.quantity * $solar_heater_subsidy)
            OR (e.item = '节能灶' AND e.amount <> e.quantity * $stove_subsidy)
        )
)

SELECT
    member_id AS unit,
    household_id,
    feed,
    CASE feed
        WHEN 'dibao' THEN '月保障金额高于最高标准 ' || COALESCE(CAST($dibao_ceiling_monthly AS VARCHAR), '') || ' 元'
        WHEN 'tekun' THEN '月补助金额不等于供养方式的规定标准'
        ELSE '补助金额不等于数量乘以规定标准'
    END AS detail,
    ARRAY_AGG(row_ref) AS evidence
FROM wrong
GROUP BY member_id, household_id, feed
