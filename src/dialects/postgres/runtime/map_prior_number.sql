-- The last key of a list by keys before one; null when there is none. Texts are in the order of their bytes.
-- Source: the manual of the source server, "Collection Methods".
-- Example: crosswalk_rt.map_prior_number('{"10": "1", "9": "2"}', '10') = 9
CREATE OR REPLACE FUNCTION crosswalk_rt.map_prior_number(map jsonb, before text) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT max(k.key::integer)
  FROM jsonb_object_keys(coalesce(map, '{}')) AS k (key) WHERE k.key::integer < before::integer
$$;
