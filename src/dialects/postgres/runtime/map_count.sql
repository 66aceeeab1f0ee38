-- How many elements a list by keys has.
-- Source: the manual of the source server, "COUNT Collection Method".
-- Example: crosswalk_rt.map_count('{"a": "x"}') = 1
CREATE OR REPLACE FUNCTION crosswalk_rt.map_count(map jsonb) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT count(*)::integer FROM jsonb_object_keys(coalesce(map, '{}'))
$$;
