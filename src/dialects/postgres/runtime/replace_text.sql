-- Every occurrence replaced, with regard to case whatever the collation.
-- Source: the manual of the source server, "String Functions and Operators".
-- Example: crosswalk_rt.replace_text('aAa', 'a', 'b') = 'bAb'
CREATE OR REPLACE FUNCTION crosswalk_rt.replace_text(value text, old text, new text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT replace(value COLLATE "C", old, new)
$$;
