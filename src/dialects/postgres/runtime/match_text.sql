-- The text of the n-th match of a pattern from a place on, or of one of its groups; null when there is none or it is empty.
-- Source: the manual of the source server, "SQL Language Reference, REGEXP_SUBSTR".
-- Example: crosswalk_rt.match_text('a,b,,d', '[^,]+', 1, 3, NULL, 0) = 'd'
CREATE OR REPLACE FUNCTION crosswalk_rt.match_text(value text, pattern text, place integer, nth integer, options text, part integer) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN value IS NOT NULL AND pattern IS NOT NULL THEN
    nullif((crosswalk_rt.match_found(value, pattern, place, nth, options))[part + 2], '') END
$$;
