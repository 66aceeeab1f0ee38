-- AND, OR or XOR of two runs of bytes from their beginning; what only the longer one has stays as it is.
-- Source: the manual of the source server, "UTL_RAW, BIT_XOR Function".
-- Example: crosswalk_rt.bytes_combined('XOR', '\x0fff01', '\xff0f') = '\xf0f001'
CREATE OR REPLACE FUNCTION crosswalk_rt.bytes_combined(how text, a bytea, b bytea) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  made bytea := CASE WHEN octet_length(a) >= octet_length(b) THEN a ELSE b END;
BEGIN
  FOR place IN 0 .. least(octet_length(a), octet_length(b)) - 1 LOOP
    made := set_byte(made, place, CASE how
      WHEN 'AND' THEN get_byte(a, place) & get_byte(b, place)
      WHEN 'OR' THEN get_byte(a, place) | get_byte(b, place)
      ELSE get_byte(a, place) # get_byte(b, place) END);
  END LOOP;
  RETURN made;
END
$$;
