-- The greatest key of a list by keys; null when there is none. Texts are in the order of their bytes.
-- Source: the manual of the source server, "Collection Methods".
-- Example: crosswalk_rt.map_last_number('{"10": "1", "9": "2"}') = 10
CREATE OR REPLACE FUNCTION crosswalk_rt.map_last_number(map jsonb) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT max(k.key::integer)
  FROM jsonb_object_keys(coalesce(map, '{}')) AS k (key)
$$;
