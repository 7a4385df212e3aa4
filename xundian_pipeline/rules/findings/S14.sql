-- S14 申报的工资性收入与就业、护林员报酬相差过大
-- contract: declared wage_income differs from the sum of annual_wage + ranger pay of members by more than 20% of the larger, where
-- there is any evidence: the jobs that overlap the year up to D (rulings 29 and 36); no wage_income, no finding
-- departments: poverty_office, labour, forestry
-- subject: household
-- feeds: employment, forest_rangers
-- known: wage_income
WITH earnings AS (
    SELECT DISTINCT
        r.household_id,
        r.row_ref,
        e.annual_wage AS amount
    FROM member_records AS r
    INNER JOIN employment AS e ON r.row_ref = e.row_ref
    WHERE e.start_date <= $assessment_date AND (e.end_date IS NULL OR e.end_date >= $year_start)
    UNION
    SELECT DISTINCT
        r.household_id,
        r.row_ref,
        f.amount
    FROM member_records AS r
    INNER JOIN forest_rangers AS f ON r.row_ref = f.row_ref
    WHERE f.year = $assessment_year
),

sums AS (
    SELECT
        household_id,
        CAST(SUM(amount) AS DECIMAL(18, 2)) AS amount,
        ARRAY_AGG(row_ref) AS evidence
    FROM earnings
    GROUP BY household_id
)

SELECT
    h.household_id AS unit,
    h.household_id,
    CAST(NULL AS VARCHAR) AS feed,
    '申报工资性收入 ' || CAST(h.wage_income AS VARCHAR) || ' 元，就业台账和护林员名册合计 '
    || CAST(s.amount AS VARCHAR) || ' 元' AS detail,
    LIST_CONCAT(s.evidence, [h.row_ref]) AS evidence
FROM households AS h
INNER JOIN sums AS s ON h.household_id = s.household_id
WHERE ABS(h.wage_income - s.amount) > $wage_gap_share * GREATEST(h.wage_income, s.amount)
