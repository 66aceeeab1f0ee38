-- Bytes cut, or filled with zero bytes, to a length.
-- Source: the manual of the source server, "Cast Functions and Operators".
-- Example: crosswalk_rt.fixed_bytes('\x61', 2) = '\x6100'::bytea
CREATE OR REPLACE FUNCTION crosswalk_rt.fixed_bytes(value bytea, size integer) RETURNS bytea
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT substr(value || decode(repeat('00', greatest(size - length(value), 0)), 'hex'), 1, size)
$$;
