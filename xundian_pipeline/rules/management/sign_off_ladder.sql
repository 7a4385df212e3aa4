-- sign_off_ladder 退出逐级签字
-- code: M8
-- contract: A level's date is that of its last decision up to D if that is 同意 (of one day's decisions 不同意 counts), else null. in_order
-- of a household is true where none of its village, township and county breaks the order (shared/sign_off_orders), also where none has
-- signed; null where none breaks it for certain and the order of one is unknown. status: all four signed and in order -> pass;
-- in_order false -> fail; otherwise unknown. Evidence: the household's row, the last decisions of its four levels, and of each level
-- that is out of order or unknown one row below it that shows it; S21 names them all.
-- source: 云厅字〔2016〕11号
WITH ladder AS (
    SELECT
        h.household_id,
        h.row_ref,
        CASE WHEN sh.signed THEN sh.sign_date END AS household_signed,
        CASE WHEN sv.signed THEN sv.sign_date END AS village_signed,
        CASE WHEN st.signed THEN st.sign_date END AS township_signed,
        CASE WHEN sc.signed THEN sc.sign_date END AS county_signed,
        COALESCE(ov.status, $pass) AS village_order,
        COALESCE(ot.status, $pass) AS township_order,
        COALESCE(oc.status, $pass) AS county_order,
        LIST_CONCAT(
            LIST_CONCAT(COALESCE(sh.evidence, []), COALESCE(sv.evidence, [])),
            LIST_CONCAT(COALESCE(st.evidence, []), COALESCE(sc.evidence, []))
        ) AS decisions,
        [ov.proof, ot.proof, oc.proof] AS proofs
    FROM households AS h
    LEFT JOIN signatures AS sh ON h.household_id = sh.unit_id AND sh.level = '户'
    LEFT JOIN signatures AS sv ON h.village_code = sv.unit_id AND sv.level = '村'
    LEFT JOIN signatures AS st ON h.township_code = st.unit_id AND st.level = '乡'
    LEFT JOIN signatures AS sc ON sc.unit_id = $county_code AND sc.level = '县'
    LEFT JOIN sign_off_orders AS ov ON h.village_code = ov.unit_id AND ov.level = '村'
    LEFT JOIN sign_off_orders AS ot ON h.township_code = ot.unit_id AND ot.level = '乡'
    LEFT JOIN sign_off_orders AS oc ON oc.level = '县'
),

judged AS (
    SELECT
        *,
        LEAST(village_order, township_order, county_order) AS ladder_order,
        household_signed IS NOT NULL
        AND village_signed IS NOT NULL
        AND township_signed IS NOT NULL
        AND county_signed IS NOT NULL AS all_signed
    FROM ladder
),

rows_used AS (
    SELECT
        household_id,
        row_ref
    FROM ladder
    UNION
    SELECT
        household_id,
        UNNEST(decisions) AS row_ref
    FROM ladder
    UNION
    SELECT
        household_id,
        UNNEST(proofs) AS row_ref
    FROM ladder
),

evidence AS (
    SELECT
        household_id,
        ARRAY_AGG(row_ref) AS evidence
    FROM rows_used
    WHERE row_ref IS NOT NULL
    GROUP BY household_id
)

SELECT
    j.household_id,
    j.household_signed,
    j.village_signed,
    j.township_signed,
    j.county_signed,
    CASE j.ladder_order WHEN $pass THEN TRUE WHEN $fail THEN FALSE END AS in_order,
    CASE
        WHEN j.ladder_order = $fail THEN $fail
        WHEN j.ladder_order = $pass AND j.all_signed THEN $pass
        ELSE $unknown
    END AS status,
    CONCAT_WS(
        '；',
        CASE
            WHEN j.all_signed THEN '四级都已同意'
            ELSE
                CONCAT(
                    '尚未同意：',
                    CONCAT_WS(
                        '、',
                        CASE WHEN j.household_signed IS NULL THEN '户' END,
                        CASE WHEN j.village_signed IS NULL THEN '村' END,
                        CASE WHEN j.township_signed IS NULL THEN '乡' END,
                        CASE WHEN j.county_signed IS NULL THEN '县' END
                    )
                )
        END,
        CASE
            WHEN j.ladder_order = $fail
                THEN CONCAT(
                    '签字次序有误：',
                    CONCAT_WS(
                        '、',
                        CASE WHEN j.village_order = $fail THEN '村' END,
                        CASE WHEN j.township_order = $fail THEN '乡' END,
                        CASE WHEN j.county_order = $fail THEN '县' END
                    ),
                    '签字时下级尚未全部同意'
                )
            WHEN j.ladder_order = $unknown THEN '签字名册不全或有行被退回，次序待核实'
        END
    ) AS reason,
    e.evidence
FROM judged AS j
INNER JOIN evidence AS e ON j.household_id = e.household_id
