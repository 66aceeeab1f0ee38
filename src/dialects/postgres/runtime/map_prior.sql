-- The last key of a list by keys before one; null when there is none. Texts are in the order of their bytes.
-- Source: the manual of the source server, "Collection Methods".
-- Example: crosswalk_rt.map_prior('{"b": "1", "a": "2"}', 'b') = 'a'
CREATE OR REPLACE FUNCTION crosswalk_rt.map_prior(map jsonb, before text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT max(k.key COLLATE "C")
  FROM jsonb_object_keys(coalesce(map, '{}')) AS k (key) WHERE k.key COLLATE "C" < map_prior.before
$$;
