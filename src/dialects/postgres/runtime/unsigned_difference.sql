-- The difference of two unsigned whole numbers; one below zero is out of range, as it is on the source.
-- Source: the manual of the source server, "Out-of-Range and Overflow Handling".
-- Example: crosswalk_rt.unsigned_difference(5, 3) = 2
CREATE OR REPLACE FUNCTION crosswalk_rt.unsigned_difference(a numeric, b numeric) RETURNS numeric
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  IF a < b THEN
    RAISE numeric_value_out_of_range USING MESSAGE = format('unsigned number out of range: %s - %s', a, b);
  END IF;
  RETURN a - b;
END
$$;
