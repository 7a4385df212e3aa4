-- One row per figure of the county's published account. Computed = amount / divisor. It agrees when, rounded half up to the printed
-- digits, it is the printed figure: low <= computed < high, held against each other without dividing (ruling 33). Computed is null where
-- nobody knows how, where a feed has not come, where there is nothing to divide by, and where the night has no such standard.
WITH reckoned AS (
    SELECT
        a.*,
        v.amount,
        CASE WHEN v.divisor > 0 THEN v.divisor END AS divisor,
        COALESCE(s.all_present, TRUE) AS all_present,
        COALESCE(s.absent, '') AS absent,
        COALESCE(s.broken, '') AS broken,
        s.rows_quarantined,
        a.is_known
        AND COALESCE(s.all_present, TRUE)
        AND v.amount IS NOT NULL
        AND v.divisor > 0 AS is_computed
    FROM account AS a
    LEFT JOIN figure_values AS v ON a.figure_id = v.figure_id
    LEFT JOIN figure_sources AS s ON a.figure_id = s.figure_id
),

compared AS (
    SELECT
        *,
        CASE
            WHEN is_computed
                THEN
                    amount >= CAST(low * divisor AS DECIMAL(38, 16))
                    AND amount < CAST(high * divisor AS DECIMAL(38, 16))
        END AS agrees
    FROM reckoned
)

SELECT
    figure_id,
    text,
    published,
    CASE
        WHEN is_computed
            THEN CAST(CAST(amount AS VARCHAR) AS DOUBLE) / CAST(CAST(divisor AS VARCHAR) AS DOUBLE)
    END AS computed,
    unit,
    CASE
        WHEN is_computed
            THEN
                CAST(CAST(amount - CAST(published * divisor AS DECIMAL(38, 16)) AS VARCHAR) AS DOUBLE)
                / CAST(CAST(divisor AS VARCHAR) AS DOUBLE)
    END AS difference,
    agrees,
    NULLIF(
        CONCAT_WS(
            '；',
            CASE
                WHEN NOT is_known THEN missing
                WHEN NOT all_present THEN '没有收到' || absent || '，不能计算'
                WHEN divisor IS NULL THEN '没有可以作分母的户或人，不能计算'
                WHEN amount IS NULL THEN '名册里没有可以据以计算的行'
            END,
            CASE WHEN is_computed THEN definition END,
            CASE
                WHEN
                    is_computed
                    AND amount >= CAST(high * divisor AS DECIMAL(38, 16))
                    AND amount < CAST(truncated_high * divisor AS DECIMAL(38, 16))
                    THEN '舍去尾数后与公布的一致，四舍五入后不一致'
            END,
            CASE WHEN is_computed AND broken <> '' THEN broken || '有文件不能使用，数字不全' END,
            CASE
                WHEN is_computed AND rows_quarantined > 0
                    THEN '名册中有 ' || CAST(rows_quarantined AS VARCHAR) || ' 行被退回，没有计入'
            END,
            remark
        ),
        ''
    ) AS note,
    topic,
    scope,
    position
FROM compared
