-- S06 应保未保：收入低于低保标准而没有低保或特困供养
-- contract: net income per person < 12 x dibao_ceiling, no dibao and no tekun in the household on D; not with a quarantined member
-- row (ruling 39), nor where absence from either roster is no evidence for a member (rulings 2, 3 and 35), whatever the numbers
-- departments: civil_affairs, poverty_office
-- subject: household
-- feeds: dibao, tekun
-- known: net_income_per_capita
SELECT
    h.household_id AS unit,
    h.household_id,
    CAST(NULL AS VARCHAR) AS feed,
    '人均纯收入 ' || CAST(h.net_income_per_capita AS VARCHAR) || ' 元，低于低保年标准 '
    || CAST(12 * $dibao_ceiling_monthly AS VARCHAR) || ' 元，没有低保也没有特困供养' AS detail,
    [h.row_ref] AS evidence
FROM households AS h
INNER JOIN household_assistance AS d ON h.household_id = d.household_id AND d.feed = 'dibao' AND d.status = $fail
INNER JOIN household_assistance AS t ON h.household_id = t.household_id AND t.feed = 'tekun' AND t.status = $fail
WHERE h.net_income_per_capita < 12 * $dibao_ceiling_monthly AND NOT h.has_quarantined_member
