-- The value at a path; an array of all values for a path with wildcards, null when nothing is there.
-- Source: the manual of the source server, "JSON_EXTRACT".
-- Example: crosswalk_rt.json_get('{"a": [1]}', '$.a[0]') = '1'::jsonb
CREATE OR REPLACE FUNCTION crosswalk_rt.json_get(document jsonb, path text) RETURNS jsonb
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN crosswalk_rt.json_keys_of_path(path) IS NOT NULL THEN crosswalk_rt.json_at(document, path)
    ELSE nullif(jsonb_path_query_array(document, crosswalk_rt.json_path(path), '{}', true), '[]') END
$$;
