-- outpatient_paid 享受健康扶贫政策后个人实际支付19.32万元
-- feeds: medical_assistance
SELECT
    COALESCE(SUM(paid_by_person), 0) AS amount,
    1 AS divisor
FROM visits_of_year
WHERE kind = '门诊' AND is_registered
