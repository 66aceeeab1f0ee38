-- Bytes from a place, which is counted from the end when it is negative; a count of null takes all that are left.
-- Source: the manual of the source server, "UTL_RAW.SUBSTR".
-- Example: crosswalk_rt.bytes_from('\x0aff10', -2, 1) = '\xff'
CREATE OR REPLACE FUNCTION crosswalk_rt.bytes_from(bytes bytea, place integer, count integer) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN substring(bytes
  FROM CASE WHEN place > 0 THEN place WHEN place = 0 THEN 1 ELSE octet_length(bytes) + place + 1 END
  FOR coalesce(count, octet_length(bytes)));
