-- A list with so many nulls, or copies of a value, behind its elements.
-- Source: the manual of the source server, "EXTEND Collection Method".
-- Example: crosswalk_rt.longer_list(ARRAY[1], 2, 7) = ARRAY[1,7,7]
CREATE OR REPLACE FUNCTION crosswalk_rt.longer_list(list anyarray, count integer, value anyelement DEFAULT NULL)
RETURNS anyarray
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT list || array_fill(value, ARRAY[count])
$$;
