-- The bytes of the first character in UTF-8 read as one number.
-- Source: the manual of the source server, "String Functions and Operators".
-- Example: crosswalk_rt.ord('2') = 50
CREATE OR REPLACE FUNCTION crosswalk_rt.ord(value text) RETURNS bigint
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT coalesce(sum(get_byte(b, at)::bigint << (8 * (length(b) - 1 - at))), 0)::bigint
  FROM (SELECT convert_to(left(value, 1), 'UTF8') AS b) AS first, generate_series(0, length(b) - 1) AS at
$$;
