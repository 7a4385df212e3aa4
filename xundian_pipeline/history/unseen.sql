-- The findings of before that this night did not find, and whether that counts (rulings 40 and 41): the subject has left the register
-- (it is not on it, no row of it is in quarantine, and every file in which it could stand was usable), whatever other feeds have come;
-- or absence from every feed that the rule rests on is
-- evidence, no register row of the subject is in quarantine, the income that the rule compares is known, and `deaths` has come.
WITH unseen AS (
    SELECT
        p.finding_id,
        p.rule,
        p.feed,
        p.unit,
        p.household_id,
        k.subject AS kind,
        k.known
    FROM past_findings AS p
    LEFT JOIN found AS f ON p.finding_id = f.finding_id
    LEFT JOIN finding_rules AS k ON p.rule = k.rule
    WHERE f.finding_id IS NULL
),

placed AS (
    SELECT
        u.*,
        COALESCE(r.household_id, n.household_id, u.household_id) AS current_household_id,
        r.township_code,
        r.subject IS NOT NULL AS is_registered,
        CASE
            WHEN u.kind = 'member' AND n.subject IS NULL THEN 'register_members'
            ELSE 'register_households'
        END AS missing_from,
        COALESCE(
            CASE u.known
                WHEN 'net_income_per_capita' THEN r.net_income_known
                WHEN 'wage_income' THEN r.wage_income_known
            END,
            u.known IS NULL
        ) AS is_known,
        CASE u.kind WHEN 'project' THEN SUBSTRING(u.unit, LENGTH(u.unit) - 11, 12) ELSE u.unit END AS doubted_as
    FROM unseen AS u
    LEFT JOIN register_subjects AS r ON u.kind = r.kind AND u.unit = r.subject
    LEFT JOIN register_subjects AS n
        ON u.kind = 'member' AND n.kind = 'member of no household' AND u.unit = n.subject
),

in_quarantine AS (
    SELECT p.finding_id
    FROM placed AS p
    INNER JOIN quarantined_subjects AS q ON p.kind = q.kind AND p.unit = q.subject
    WHERE p.kind = 'member'
    UNION
    SELECT p.finding_id
    FROM placed AS p
    INNER JOIN quarantined_subjects AS q ON p.current_household_id = q.subject
    WHERE q.kind = 'household'
    UNION
    SELECT p.finding_id
    FROM placed AS p
    INNER JOIN quarantined_subjects AS q ON p.unit = q.subject
    WHERE p.kind = 'household' AND q.kind = 'member of household'
),

rested_on AS (
    SELECT
        p.finding_id,
        p.kind,
        p.township_code,
        p.doubted_as,
        CASE WHEN c.feed = 'own' THEN p.feed ELSE c.feed END AS feed
    FROM placed AS p
    INNER JOIN closing_feeds AS c ON p.rule = c.rule
),

not_evidence AS (
    SELECT DISTINCT r.finding_id
    FROM rested_on AS r
    LEFT JOIN absences AS a
        ON r.feed = a.feed AND (r.kind IN ('project', 'level') OR r.township_code = a.township_code)
    LEFT JOIN doubts AS d ON r.feed = d.feed AND r.kind = d.kind AND r.doubted_as = d.subject
    WHERE a.feed IS NULL OR d.feed IS NOT NULL
),

deaths_come AS (
    SELECT BOOL_OR(present) AS present
    FROM feed_states
    WHERE feed = 'deaths'
)

SELECT
    p.finding_id,
    CASE
        WHEN p.kind IS NULL OR q.finding_id IS NOT NULL THEN FALSE
        WHEN p.kind IN ('member', 'household') AND NOT p.is_registered THEN COALESCE(g.complete, FALSE)
        ELSE COALESCE(d.present, FALSE) AND e.finding_id IS NULL AND p.is_known
    END AS counts
FROM placed AS p
CROSS JOIN deaths_come AS d
LEFT JOIN feed_states AS g ON p.missing_from = g.feed
LEFT JOIN in_quarantine AS q ON p.finding_id = q.finding_id
LEFT JOIN not_evidence AS e ON p.finding_id = e.finding_id
