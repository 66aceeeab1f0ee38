-- The next key of a list by keys behind one; null when there is none. Texts are in the order of their bytes.
-- Source: the manual of the source server, "Collection Methods".
-- Example: crosswalk_rt.map_next('{"b": "1", "a": "2"}', 'a') = 'b'
CREATE OR REPLACE FUNCTION crosswalk_rt.map_next(map jsonb, after text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT min(k.key COLLATE "C")
  FROM jsonb_object_keys(coalesce(map, '{}')) AS k (key) WHERE k.key COLLATE "C" > map_next.after
$$;
