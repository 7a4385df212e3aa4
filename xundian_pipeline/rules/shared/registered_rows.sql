-- The rows that belong to a living registered member, each once.
SELECT DISTINCT row_ref
FROM member_records
