-- The first part of a text that matches a regular expression, an empty text when none does.
-- Source: the manual of the source server, "REGEXP_SUBSTR".
-- Example: crosswalk_rt.regexp_substr_or_empty('abc', '[0-9]+', '') = ''
CREATE OR REPLACE FUNCTION crosswalk_rt.regexp_substr_or_empty(value text, pattern text, flags text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT coalesce(crosswalk_rt.regexp_substr(value, pattern, flags), '')
$$;
