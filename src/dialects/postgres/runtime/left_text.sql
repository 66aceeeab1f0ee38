-- The first characters; none for zero and below.
-- Source: the manual of the source server, "String Functions and Operators".
-- Example: crosswalk_rt.left_text('abc', -1) = ''
CREATE OR REPLACE FUNCTION crosswalk_rt.left_text(value text, count integer) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT left(value, greatest(count, 0))
$$;
