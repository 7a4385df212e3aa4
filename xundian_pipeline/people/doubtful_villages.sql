-- Villages whose absence from a feed is no evidence: a quarantined row of it carries their code (ruling 2).
SELECT DISTINCT
    feed,
    village_code
FROM quarantined_rows
WHERE village_code IS NOT NULL
