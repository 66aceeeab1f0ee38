-- A list by keys without the elements of two numbers and of those between them.
-- Source: the manual of the source server, "DELETE Collection Method".
-- Example: crosswalk_rt.map_without_numbers('{"9": "1", "10": "2", "11": "3"}', '9', '10') = '{"11": "3"}'
CREATE OR REPLACE FUNCTION crosswalk_rt.map_without_numbers(map jsonb, low text, high text) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT map - coalesce(array_agg(k.key), '{}') FROM jsonb_object_keys(coalesce(map, '{}')) AS k (key)
  WHERE k.key::integer BETWEEN low::integer AND high::integer
$$;
