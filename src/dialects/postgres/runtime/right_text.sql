-- The last characters; none for zero and below.
-- Source: the manual of the source server, "String Functions and Operators".
-- Example: crosswalk_rt.right_text('abc', 2) = 'bc'
CREATE OR REPLACE FUNCTION crosswalk_rt.right_text(value text, count integer) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT right(value, greatest(count, 0))
$$;
