-- Where the first match of a pattern begins; 0 when there is none.
-- Source: the manual of the source server, "Regular Expressions".
-- Example: crosswalk_rt.regexp_instr('dog cat', 'cat', '') = 5
CREATE OR REPLACE FUNCTION crosswalk_rt.regexp_instr(value text, pattern text, flags text) RETURNS integer
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT coalesce(length((pg_catalog.regexp_match(value COLLATE "default", '^(.*?)(?:' || pattern || ')', flags))[1]) + 1, 0)
$$;
