-- A document without what is at a path.
-- Source: the manual of the source server, "JSON_REMOVE".
-- Example: crosswalk_rt.json_remove('{"a": 1}', '$.a') = '{}'::jsonb
CREATE OR REPLACE FUNCTION crosswalk_rt.json_remove(document jsonb, path text) RETURNS jsonb
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN document #> keys IS NULL THEN document ELSE document #- keys END
  FROM (SELECT crosswalk_rt.json_changed_at(path) AS keys) AS at
$$;
