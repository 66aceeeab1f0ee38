-- A path of the source as one of the target's path language; null when it is none.
-- Source: the manual of the source server, "JSON Path Syntax".
-- Example: crosswalk_rt.json_path('$.a[0]')::text = 'strict $."a"[0]' AND crosswalk_rt.json_path('$.a.') IS NULL
CREATE OR REPLACE FUNCTION crosswalk_rt.json_path(path text) RETURNS jsonpath
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN path COLLATE "C" ~ '^\s*\$(\s*(\.\s*("[^"]*"|\*|[A-Za-z_$][A-Za-z0-9_$]*)|\[\s*(\*|[0-9]+|last)[^]]*\]|\*\*))*\s*$'
    THEN ('strict ' || regexp_replace(regexp_replace(path COLLATE "C", '\.\s*([A-Za-z_$][A-Za-z0-9_$]*)', '."\1"', 'g'), '\*\*', '.**', 'g'))::jsonpath END
$$;
