-- Per household and measure found (rulings 28 and 29): records, persons (distinct living members; for production and relocation the
-- size of the household), amount in the year up to D (0 if none), first date. A record that belongs to several members of one
-- household counts once.
WITH records AS (
    SELECT DISTINCT
        household_id,
        measure,
        row_ref,
        date,
        amount
    FROM measure_records
),

persons AS (
    SELECT
        household_id,
        measure,
        COUNT(DISTINCT member_id) AS persons
    FROM measure_records
    GROUP BY household_id, measure
)

SELECT
    r.household_id,
    r.measure,
    COUNT(*) AS records,
    CASE WHEN r.measure IN ('production', 'relocation') THEN h.size ELSE p.persons END AS persons,
    CAST(COALESCE(SUM(r.amount), 0) AS DOUBLE) AS amount,
    MIN(r.date) AS first_date
FROM records AS r
INNER JOIN households AS h ON r.household_id = h.household_id
INNER JOIN persons AS p ON r.household_id = p.household_id AND r.measure = p.measure
GROUP BY r.household_id, r.measure, h.size, p.persons
