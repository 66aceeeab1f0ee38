-- A document without what is at a path.
-- Source: the manual of the source server, "JSON_REMOVE".
-- Example: crosswalk_rt.json_remove('{"a": 1}', '$.a') = '{}'::jsonb
CREATE OR REPLACE FUNCTION crosswalk_rt.json_remove(document jsonb, path text) RETURNS jsonb
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT document #- crosswalk_rt.json_keys_of_path(path)
$$;
