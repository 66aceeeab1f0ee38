-- The least key of a list by keys; null when there is none. Texts are in the order of their bytes.
-- Source: the manual of the source server, "Collection Methods".
-- Example: crosswalk_rt.map_first('{"b": "1", "a": "2"}') = 'a'
CREATE OR REPLACE FUNCTION crosswalk_rt.map_first(map jsonb) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT min(k.key COLLATE "C")
  FROM jsonb_object_keys(coalesce(map, '{}')) AS k (key)
$$;
