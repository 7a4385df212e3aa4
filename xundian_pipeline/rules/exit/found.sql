-- What the finding rules find this night, each with the number that it keeps from night to night (rule, unit and feed, ruling 34).
SELECT
    f.rule || '-' || SUBSTRING(MD5(CONCAT_WS('|', f.rule, f.unit, COALESCE(f.feed, ''))), 1, 12) AS finding_id,
    f.rule,
    f.feed,
    f.unit,
    f.household_id,
    f.departments,
    f.detail,
    f.evidence
FROM found_by_rules AS f
