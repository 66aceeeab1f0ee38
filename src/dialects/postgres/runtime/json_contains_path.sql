-- True when one, or all, of the paths lead somewhere.
-- Source: the manual of the source server, "JSON_CONTAINS_PATH".
-- Example: crosswalk_rt.json_contains_path('{"a": 1}', 'one', ARRAY['$.a', '$.b']) = true
CREATE OR REPLACE FUNCTION crosswalk_rt.json_contains_path(document jsonb, how text, paths text[]) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN lower(how) = 'all' THEN bool_and(there) ELSE bool_or(there) END
  FROM (SELECT coalesce(jsonb_path_exists(document, crosswalk_rt.json_path(path), '{}', true), false) AS there FROM unnest(paths) AS path) AS each
$$;
