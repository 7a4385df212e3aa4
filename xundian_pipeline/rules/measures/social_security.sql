-- social_security 社会保障
-- feeds: dibao, tekun, temporary_assistance
-- contract: dibao, tekun, temporary_assistance; amount of dibao and tekun: monthly_amount x the months in force within the
-- year up to D: start <= the month's first day < end, and the first day <= D (ruling 15)
WITH monthly AS (
    SELECT
        row_ref,
        start_date,
        end_date,
        monthly_amount
    FROM dibao
    UNION ALL
    SELECT
        row_ref,
        start_date,
        end_date,
        monthly_amount
    FROM tekun
),

months AS (
    SELECT
        row_ref,
        start_date,
        monthly_amount,
        MONTH(GREATEST(start_date, $year_start)) AS first_month,
        CASE
            WHEN end_date IS NULL OR end_date > $assessment_date THEN MONTH($assessment_date)
            ELSE MONTH(GREATEST(end_date, $year_start)) - 1
        END AS last_month
    FROM monthly
    WHERE start_date <= $assessment_date
)

SELECT
    r.household_id,
    r.row_ref,
    r.member_id,
    m.start_date AS date,
    m.monthly_amount * (m.last_month - m.first_month + 1) AS amount
FROM member_records AS r
INNER JOIN months AS m ON r.row_ref = m.row_ref
UNION ALL
SELECT
    r.household_id,
    r.row_ref,
    r.member_id,
    a.date,
    CASE WHEN a.date >= $year_start THEN a.amount END AS amount
FROM member_records AS r
INNER JOIN temporary_assistance AS a ON r.row_ref = a.row_ref
WHERE a.date <= $assessment_date
