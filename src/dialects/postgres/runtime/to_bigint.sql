-- A text as a whole number: the digits at its start, 0 when there are none; kept inside 64 bits.
-- Source: the manual of the source server, "Cast Functions and Operators".
-- Example: crosswalk_rt.to_bigint('-12.9x') = -12
CREATE OR REPLACE FUNCTION crosswalk_rt.to_bigint(value text) RETURNS bigint
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT least(greatest(coalesce(substring(value COLLATE "C" FROM '^\s*([-+]?[0-9]+)')::numeric, 0),
    -9223372036854775808), 9223372036854775807)::bigint
$$;
