-- subsidised_insured 按照人均150元的标准全额资助40270名
-- feeds: medical_insurance
-- parameter: insurance_subsidy
-- note: 本年资助金额达到标准的人，同一人只计一次
SELECT
    COUNT(*) AS amount,
    1 AS divisor
FROM subsidised_persons
WHERE subsidy >= $insurance_subsidy
