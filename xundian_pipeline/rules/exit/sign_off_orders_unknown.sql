-- The signed levels whose order is unknown: nothing breaks it for certain, but a unit below without any decision is no evidence. There
-- no S21 closes (ruling 40).
SELECT
    level,
    unit_id
FROM sign_off_orders
WHERE status = $unknown
