-- The list of texts in quotes that stands in the text of a prepared statement. Anything else there is not run: it raises an error.
-- Source: the manual of the source server, "String Literals".
-- Example: crosswalk_rt.texts_in_text('''a'', "b"') = ARRAY['a', 'b']
CREATE OR REPLACE FUNCTION crosswalk_rt.texts_in_text(list text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT crosswalk_rt.list_in_text(list, false)
$$;
