-- True when some part of a text matches a pattern.
-- Source: the manual of the source server, "SQL Language Reference, REGEXP_LIKE Condition".
-- Example: crosswalk_rt.matches_pattern('Steven', '^Ste(v|ph)en$', NULL)
CREATE OR REPLACE FUNCTION crosswalk_rt.matches_pattern(value text, pattern text, options text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN value IS NOT NULL AND pattern IS NOT NULL THEN
    pg_catalog.regexp_match(value COLLATE "default", crosswalk_rt.match_pattern(pattern), crosswalk_rt.match_flags(options, pattern)) IS NOT NULL END
$$;
