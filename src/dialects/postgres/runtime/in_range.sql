-- A number that is to be stored in a type of a range; one outside is refused. Fractions are rounded.
-- Source: the manual of the source server, "Out-of-Range and Overflow Handling".
-- Example: crosswalk_rt.in_range(5, 0, 255) = 5
CREATE OR REPLACE FUNCTION crosswalk_rt.in_range(value numeric, low numeric, high numeric) RETURNS numeric
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  IF round(value) NOT BETWEEN low AND high OR (low = 0 AND value < 0) THEN
    RAISE numeric_value_out_of_range USING MESSAGE = format('value %s is not between %s and %s', value, low, high);
  END IF;
  RETURN round(value);
END
$$;
CREATE OR REPLACE FUNCTION crosswalk_rt.in_range(value double precision, low numeric, high numeric) RETURNS numeric
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT crosswalk_rt.in_range(value::numeric, low, high)
$$;
-- Without it a large integer would be taken as a double, which is what the server prefers.
CREATE OR REPLACE FUNCTION crosswalk_rt.in_range(value bigint, low numeric, high numeric) RETURNS numeric
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT crosswalk_rt.in_range(value::numeric, low, high)
$$;
