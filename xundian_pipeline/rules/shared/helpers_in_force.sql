-- Who is answerable for a household on D: start <= D, and no end or end >= D (ruling 36). One name is one helper, compared as in
-- ruling 22.
SELECT
    household_id,
    row_ref,
    organisation,
    REGEXP_REPLACE(helper_name, '[·•・]', '', 'g') AS name_key
FROM helpers
WHERE start_date <= $assessment_date AND (end_date IS NULL OR end_date >= $assessment_date)
