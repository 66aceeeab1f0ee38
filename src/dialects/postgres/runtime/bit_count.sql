-- How many of the 64 bits are set.
-- Source: the manual of the source server, "Bit Functions and Operators".
-- Example: crosswalk_rt.bit_count(29) = 4
CREATE OR REPLACE FUNCTION crosswalk_rt.bit_count(value bigint) RETURNS integer
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT length(replace(value::bit(64)::text, '0', ''))
$$;
