-- A path as a list of keys; null when it has wildcards or is no path.
-- Source: the manual of the source server, "JSON Path Syntax".
-- Example: crosswalk_rt.json_keys_of_path('$.a b[0]') = ARRAY['a b', '0'] AND crosswalk_rt.json_keys_of_path('$.') IS NULL
CREATE OR REPLACE FUNCTION crosswalk_rt.json_keys_of_path(path text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN path COLLATE "C" !~ '^\s*\$(\s*(\.\s*("[^"]*"|[^].\[\s"*](?:[^].\["*]*[^].\[\s"*])?)|\[\s*[0-9]+\s*\]))*\s*$' THEN NULL
    ELSE coalesce((SELECT array_agg(coalesce(step[1], step[2], step[3]) ORDER BY place)
      FROM regexp_matches(substr(ltrim(path COLLATE "C"), 2), '\.\s*"([^"]*)"|\.\s*([^].\[\s"*](?:[^].\["*]*[^].\[\s"*])?)|\[\s*([0-9]+)\s*\]', 'g') WITH ORDINALITY AS found(step, place)), ARRAY[]::text[]) END
$$;
