-- The number with a sign that up to four bytes are: order 1 has the high byte first, 2 and 3 the low one. More bytes are refused.
-- Source: the manual of the source server, "UTL_RAW, CAST_TO_BINARY_INTEGER Function".
-- Example: crosswalk_rt.integer_of_bytes('\x0102', 1) = 258
CREATE OR REPLACE FUNCTION crosswalk_rt.integer_of_bytes(bytes bytea, byte_order integer) RETURNS integer
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  made bigint := 0;
  size integer := octet_length(bytes);
BEGIN
  IF size > 4 THEN RAISE numeric_value_out_of_range USING MESSAGE = format('%s bytes are no number of 32 bits', size); END IF;
  FOR place IN 0 .. size - 1 LOOP
    made := made * 256 + get_byte(bytes, CASE byte_order WHEN 1 THEN place ELSE size - 1 - place END);
  END LOOP;
  RETURN made - CASE WHEN size = 4 AND made > 2147483647 THEN 4294967296 ELSE 0 END;
END
$$;
