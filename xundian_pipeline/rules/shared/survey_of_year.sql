-- Every village of ruling 31 with its survey row of the assessment year, null where it has none.
SELECT
    v.village_code AS unit_id,
    CASE WHEN s.row_ref IS NULL THEN [] ELSE [s.row_ref] END AS evidence,
    s.row_ref,
    s.road_hardened,
    s.three_phase_power,
    s.broadcast_coverage,
    s.broadband_committee,
    s.broadband_school,
    s.broadband_school_blank,
    s.broadband_clinic,
    s.safe_water_rate,
    s.activity_place,
    s.school_age_enrolment_rate
FROM villages AS v
LEFT JOIN village_survey AS s ON v.survey_row_ref = s.row_ref
