-- A list by keys without the elements of two texts and of those between them, in the order of their bytes.
-- Source: the manual of the source server, "DELETE Collection Method".
-- Example: crosswalk_rt.map_without_texts('{"a": "1", "b": "2", "c": "3"}', 'a', 'b') = '{"c": "3"}'
CREATE OR REPLACE FUNCTION crosswalk_rt.map_without_texts(map jsonb, low text, high text) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT map - coalesce(array_agg(k.key), '{}') FROM jsonb_object_keys(coalesce(map, '{}')) AS k (key)
  WHERE k.key COLLATE "C" BETWEEN low AND high
$$;
