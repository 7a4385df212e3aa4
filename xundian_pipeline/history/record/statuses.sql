-- Tonight's status and value of every indicator, household, village and county; the rows that a household's rest on.
SELECT
    'household' AS level,
    household_id AS unit,
    indicator,
    status,
    CAST(CAST(value AS VARCHAR) AS DOUBLE) AS value,
    evidence
FROM household_exit_indicators
UNION ALL
SELECT
    'village' AS level,
    village_code AS unit,
    indicator,
    status,
    CAST(CAST(value AS VARCHAR) AS DOUBLE) AS value,
    CAST([] AS BIGINT[]) AS evidence
FROM village_exit_indicators
UNION ALL
SELECT
    'county' AS level,
    $county_code AS unit,
    indicator,
    status,
    CAST(CAST(value AS VARCHAR) AS DOUBLE) AS value,
    CAST([] AS BIGINT[]) AS evidence
FROM county_exit_indicators
