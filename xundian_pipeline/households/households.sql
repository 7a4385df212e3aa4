-- One row per accepted register household. Net income per person = (wage + operating - operating_expense + property +
-- transfer) / size, rounded half up to 0.01; null if any of the five is missing or size = 0 (H1). Reckoned in whole fen,
-- because the rounding is exact (ruling 33). The township's name is that of the county's list, else as written (ruling 38).
WITH sizes AS (
    SELECT
        household_id,
        COUNT(*) AS size
    FROM living_members
    GROUP BY household_id
),

doubtful AS (
    SELECT DISTINCT household_id
    FROM quarantined_members
),

incomes AS (
    SELECT
        h.household_id,
        COALESCE(s.size, 0) AS size,
        CAST(
            (
                h.wage_income + h.operating_income - h.operating_expense + h.property_income + h.transfer_income
            ) * 100 AS BIGINT
        ) AS net_fen
    FROM register_households AS h
    LEFT JOIN sizes AS s ON h.household_id = s.household_id
)

SELECT
    h.row_ref,
    h.household_id,
    v.township_code,
    COALESCE(t.township, h.township) AS township,
    h.village_code,
    v.village,
    h.hamlet,
    h.household_type,
    h.main_cause,
    h.identified_year,
    h.exit_year,
    h.household_size AS declared_size,
    i.size,
    h.wage_income,
    h.operating_income,
    h.operating_expense,
    h.property_income,
    h.transfer_income,
    CASE
        WHEN i.size > 0
            THEN
                CAST(
                    CAST(SIGN(i.net_fen) * ((2 * ABS(i.net_fen) + i.size) // (2 * i.size)) AS DECIMAL(18, 0))
                    * CAST(0.01 AS DECIMAL(3, 2)) AS DECIMAL(18, 2)
                )
    END AS net_income_per_capita,
    h.food_secure,
    h.clothing_secure,
    h.water_safe,
    d.household_id IS NOT NULL AS has_quarantined_member
FROM register_households AS h
INNER JOIN incomes AS i ON h.household_id = i.household_id
INNER JOIN villages AS v ON h.village_code = v.village_code
LEFT JOIN township_names AS t ON v.township_code = t.township_code
LEFT JOIN doubtful AS d ON h.household_id = d.household_id
