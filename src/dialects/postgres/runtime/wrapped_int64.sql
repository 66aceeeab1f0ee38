-- The 64 bits of an unsigned whole number as a signed one.
-- Source: the manual of the source server, "Bit Functions and Operators".
-- Example: crosswalk_rt.wrapped_int64(18446744073709551615) = -1
CREATE OR REPLACE FUNCTION crosswalk_rt.wrapped_int64(value numeric) RETURNS bigint
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN round(value) < 9223372036854775808 THEN round(value) ELSE least(round(value), 18446744073709551615) - 18446744073709551616 END::bigint
$$;
