-- The n-th match of a pattern from a place on replaced, or every one for 0; the new text names groups as \1. A null pattern changes nothing.
-- Source: the manual of the source server, "SQL Language Reference, REGEXP_REPLACE".
-- Example: crosswalk_rt.match_replaced('515.123.4444', '([0-9]{3})\.([0-9]{3})\.([0-9]{4})', '(\1) \2-\3', 1, 0, NULL) = '(515) 123-4444'
CREATE OR REPLACE FUNCTION crosswalk_rt.match_replaced(value text, pattern text, new text, place integer, nth integer, options text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  -- Of the target's own signs \& is the whole match; numbers of groups move by one.
  made text := coalesce(new, '');
  found text[];
BEGIN
  IF value IS NULL OR place IS NULL OR nth IS NULL THEN RETURN NULL; END IF;
  IF pattern IS NULL THEN RETURN value; END IF;
  IF nth = 0 THEN
    FOR n IN REVERSE 8..1 LOOP made := replace(made, '\' || n, '\' || (n + 1)); END LOOP;
    RETURN nullif(left(value, place - 1) || pg_catalog.regexp_replace(substr(value, place) COLLATE "default", crosswalk_rt.match_pattern(pattern), replace(made, '\&', '\\&'), crosswalk_rt.match_flags(options, pattern) || 'g'), '');
  END IF;
  found := crosswalk_rt.match_found(value, pattern, place, nth, options);
  IF found IS NULL THEN RETURN value; END IF;
  FOR n IN 1..9 LOOP made := replace(made, '\' || n, coalesce(found[n + 2], '')); END LOOP;
  RETURN nullif(left(value, found[1]::integer - 1) || replace(made, '\\', '\') || substr(value, found[1]::integer + length(found[2])), '');
END
$$;
