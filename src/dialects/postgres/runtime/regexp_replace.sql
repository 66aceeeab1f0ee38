-- Matches replaced; the replacement may name groups as $1 or \1.
-- Source: the manual of the source server, "Regular Expressions".
-- Example: crosswalk_rt.regexp_replace('a1b', '[0-9]', '#', 'g') = 'a#b'
CREATE OR REPLACE FUNCTION crosswalk_rt.regexp_replace(value text, pattern text, new text, flags text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT pg_catalog.regexp_replace(value COLLATE "default", pattern COLLATE "default", pg_catalog.regexp_replace(new COLLATE "default", '\$([0-9])', '\\\1', 'g'), flags)
$$;
