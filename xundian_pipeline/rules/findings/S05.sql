-- S05 应退未退：收入已高于低保标准而仍享受低保
-- contract: dibao in force on D while net income per person > 12 x dibao_ceiling; not with a quarantined member row (ruling 39)
-- departments: civil_affairs, poverty_office
-- subject: household
-- feeds: dibao
-- known: net_income_per_capita
SELECT
    h.household_id AS unit,
    h.household_id,
    CAST(NULL AS VARCHAR) AS feed,
    '人均纯收入 ' || CAST(h.net_income_per_capita AS VARCHAR) || ' 元，高于低保年标准 '
    || CAST(12 * $dibao_ceiling_monthly AS VARCHAR) || ' 元，仍在享受低保' AS detail,
    LIST_CONCAT(d.evidence, [h.row_ref]) AS evidence
FROM households AS h
INNER JOIN household_assistance AS d ON h.household_id = d.household_id AND d.feed = 'dibao' AND d.status = $pass
WHERE h.net_income_per_capita > 12 * $dibao_ceiling_monthly AND NOT h.has_quarantined_member
