-- The first part that matches a pattern.
-- Source: the manual of the source server, "Regular Expressions".
-- Example: crosswalk_rt.regexp_substr('abc def', '[a-z]+', '') = 'abc'
CREATE OR REPLACE FUNCTION crosswalk_rt.regexp_substr(value text, pattern text, flags text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT (pg_catalog.regexp_match(value COLLATE "default", '(' || pattern || ')', flags))[1]
$$;
