-- The object or array at a path; null when there is none.
-- Source: the manual of the source server, "JSON_QUERY".
-- Example: crosswalk_rt.json_query('{"a": [1]}', '$.a') = '[1]'::jsonb
CREATE OR REPLACE FUNCTION crosswalk_rt.json_query(document jsonb, path text) RETURNS jsonb
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN jsonb_typeof(found) IN ('object', 'array') THEN found END
  FROM (SELECT crosswalk_rt.json_get(document, path) AS found) AS at
$$;
