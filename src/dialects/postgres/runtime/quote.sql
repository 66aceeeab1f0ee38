-- A text as a literal of the source's SQL, with backslash escapes.
-- Source: the manual of the source server, "String Functions and Operators".
-- Example: crosswalk_rt.quote('it''s') = '''it\''s'''
CREATE OR REPLACE FUNCTION crosswalk_rt.quote(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce('''' || replace(replace(replace(value COLLATE "C", '\', '\\'), '''', '\'''), chr(26), '\Z') || '''', 'NULL')
$$;
