-- How many matches a pattern has from a place on.
-- Source: the manual of the source server, "SQL Language Reference, REGEXP_COUNT".
-- Example: crosswalk_rt.match_count('123123123123', '123', 3, 'i') = 3
CREATE OR REPLACE FUNCTION crosswalk_rt.match_count(value text, pattern text, place integer, options text) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN value IS NOT NULL AND pattern IS NOT NULL AND place IS NOT NULL THEN
    (SELECT count(*)::integer FROM pg_catalog.regexp_matches(substr(value, place) COLLATE "default", crosswalk_rt.match_pattern(pattern), crosswalk_rt.match_flags(options, pattern) || 'g')) END
$$;
