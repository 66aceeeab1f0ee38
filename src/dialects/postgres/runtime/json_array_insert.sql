-- A document with a value put into an array before a place.
-- Source: the manual of the source server, "JSON_ARRAY_INSERT".
-- Example: crosswalk_rt.json_array_insert('[1]', '$[0]', '2') = '[2, 1]'::jsonb
CREATE OR REPLACE FUNCTION crosswalk_rt.json_array_insert(document jsonb, path text, value jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN jsonb_typeof(document #> keys[:cardinality(keys) - 1]) = 'array' THEN jsonb_insert(document, keys, value) ELSE document END
  FROM (SELECT crosswalk_rt.json_changed_at(path) AS keys) AS at
$$;
