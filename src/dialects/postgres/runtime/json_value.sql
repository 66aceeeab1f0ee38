-- The scalar at a path as text; null when there is none or it is no scalar.
-- Source: the manual of the source server, "JSON_VALUE".
-- Example: crosswalk_rt.json_value('{"a": "x"}', '$.a') = 'x'
CREATE OR REPLACE FUNCTION crosswalk_rt.json_value(document jsonb, path text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN jsonb_typeof(found) NOT IN ('object', 'array') THEN found #>> '{}' END
  FROM (SELECT crosswalk_rt.json_get(document, path) AS found) AS at
$$;
