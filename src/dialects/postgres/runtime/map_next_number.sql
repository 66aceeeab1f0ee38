-- The next key of a list by keys behind one; null when there is none. Texts are in the order of their bytes.
-- Source: the manual of the source server, "Collection Methods".
-- Example: crosswalk_rt.map_next_number('{"10": "1", "9": "2"}', '9') = 10
CREATE OR REPLACE FUNCTION crosswalk_rt.map_next_number(map jsonb, after text) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT min(k.key::integer)
  FROM jsonb_object_keys(coalesce(map, '{}')) AS k (key) WHERE k.key::integer > after::integer
$$;
