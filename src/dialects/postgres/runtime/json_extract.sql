-- The values at several paths as one array, null when nothing is there.
-- Source: the manual of the source server, "JSON_EXTRACT".
-- Example: crosswalk_rt.json_extract('[1, 2]', ARRAY['$[1]', '$[0]']) = '[2, 1]'::jsonb
CREATE OR REPLACE FUNCTION crosswalk_rt.json_extract(document jsonb, paths text[]) RETURNS jsonb
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT jsonb_agg(found ORDER BY place, at)
  FROM unnest(paths) WITH ORDINALITY AS given(path, place),
    LATERAL jsonb_path_query(document, crosswalk_rt.json_path(path), '{}', true) WITH ORDINALITY AS result(found, at)
$$;
