-- The keys of an object as an array; null for anything else.
-- Source: the manual of the source server, "JSON_KEYS".
-- Example: crosswalk_rt.json_keys('{"a": 1}') = '["a"]'::jsonb
CREATE OR REPLACE FUNCTION crosswalk_rt.json_keys(document jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN jsonb_typeof(document) = 'object' THEN (SELECT coalesce(jsonb_agg(key), '[]') FROM jsonb_object_keys(document) AS key) END
$$;
