-- A whole number as an unsigned one of 64 bits: negative numbers wrap around, fractions are rounded.
-- Source: the manual of the source server, "Cast Functions and Operators".
-- Example: crosswalk_rt.unsigned64(-1) = 18446744073709551615
CREATE OR REPLACE FUNCTION crosswalk_rt.unsigned64(value numeric) RETURNS numeric
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN round(value) < 0 THEN round(value) + 18446744073709551616 ELSE least(round(value), 18446744073709551615) END
$$;
