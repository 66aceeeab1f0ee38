-- Bytes from a place, counted from the end when negative, nothing for 0; at most count of them.
-- Source: the manual of the source server, "String Functions and Operators".
-- Example: crosswalk_rt.substr_bytes('\x0a0b0c', -2, 1) = '\x0b'
CREATE OR REPLACE FUNCTION crosswalk_rt.substr_bytes(value bytea, place integer, count integer DEFAULT 2147483647) RETURNS bytea
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN count < 1 OR place = 0 OR -place > length(value) THEN ''
    ELSE substring(value FROM CASE WHEN place > 0 THEN place ELSE length(value) + place + 1 END FOR least(count, length(value))) END
$$;
