-- The trend as it is published.
SELECT
    night AS assessment_date,
    township,
    result,
    households,
    persons,
    unknown,
    open_findings
FROM progress_after
