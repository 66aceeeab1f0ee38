-- A path without wildcards as a list of keys; null when it has one.
-- Source: the manual of the source server, "JSON Path Syntax".
-- Example: crosswalk_rt.json_keys_of_path('$.a[0]') = ARRAY['a', '0']
CREATE OR REPLACE FUNCTION crosswalk_rt.json_keys_of_path(path text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN path COLLATE "C" !~ '^\s*\$' OR regexp_replace(path COLLATE "C", '"[^"]*"', '', 'g') ~ '\*' THEN NULL
    ELSE coalesce((SELECT array_agg(coalesce(step[1], step[2], step[3]) ORDER BY place)
      FROM regexp_matches(substr(ltrim(path COLLATE "C"), 2), '\.\s*"([^"]*)"|\.\s*([^.\[\s"]+)|\[\s*([0-9]+)\s*\]', 'g') WITH ORDINALITY AS found(step, place)), ARRAY[]::text[]) END
$$;
