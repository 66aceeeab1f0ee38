-- SQLCODE in a handler, by the SQLSTATE of an error, its text and its place: what does not fit is ORA-06502 in an expression of a program, and another error in a statement.
-- Source: the manual of the source server, "SQLCODE Function", "Predefined Exceptions" and "Database Error Messages".
-- Example: crosswalk_rt.code_of_error('23505', 'duplicate key', '') = -1
CREATE OR REPLACE FUNCTION crosswalk_rt.code_of_error(state text, message text, place text) RETURNS integer
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE
  WHEN state ~ '^OR[0-9]{3}$' THEN -20000 - substr(state, 3)::integer
  WHEN state LIKE 'OX%' THEN 1
  WHEN state = '22003' AND message ~ '^(smallint|integer|bigint) out of range' THEN -1426
  WHEN state IN ('22003', '22001', '22P02', '22018') AND crosswalk_rt.raised_in_program(place) THEN -6502
  WHEN state = '22004' AND message LIKE 'cursor variable %' THEN -1001
  WHEN state = '22004' AND message LIKE '% declared NOT NULL' THEN -6502
  WHEN state IN ('22007', '22008') THEN CASE
    WHEN message LIKE 'literal does not match%' THEN -1861
    WHEN message LIKE 'date format picture ends%' THEN -1830
    WHEN message LIKE '% does not fit %Y%' THEN -1841
    WHEN message LIKE '% does not fit %' THEN -1858
    WHEN message LIKE 'day of month must be%' THEN -1847
    WHEN message LIKE 'date field value out of range%' THEN -1839
    ELSE CASE state WHEN '22007' THEN -1858 ELSE -1843 END
  END
  ELSE CASE state
    WHEN 'P0002' THEN 100 WHEN '02000' THEN 100 WHEN 'P0003' THEN -1422 WHEN '23505' THEN -1 WHEN '23P01' THEN -1
    WHEN '23503' THEN -2291 WHEN '23001' THEN -2292 WHEN '23502' THEN -1400 WHEN '23514' THEN -2290 WHEN '22012' THEN -1476
    WHEN '22P02' THEN -1722 WHEN '22018' THEN -1722 WHEN '22001' THEN -12899 WHEN '22003' THEN -1438
    WHEN '22004' THEN -6531 WHEN '2202E' THEN -6533 WHEN '2202D' THEN -6530 WHEN '20000' THEN -6592 WHEN '21000' THEN -1427
    WHEN '34000' THEN -1001 WHEN '42P03' THEN -6511 WHEN '42P01' THEN -942 WHEN '42P07' THEN -955 WHEN '42703' THEN -904
    WHEN '42701' THEN -1430 WHEN '42601' THEN -900 WHEN '42883' THEN -6550 WHEN '42501' THEN -1031 WHEN '42704' THEN -4043
    WHEN '55P03' THEN -54 WHEN '40P01' THEN -60 WHEN '40001' THEN -8177 WHEN '53200' THEN -6500
    ELSE -6512
  END
END;
