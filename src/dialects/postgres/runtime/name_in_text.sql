-- The parts of a name that stands in the text of a prepared statement, with or without quotes. Anything else raises an error.
-- Source: the manual of the source server, "Schema Object Names".
-- Example: crosswalk_rt.name_in_text('Shop.`Order Lines`', false, true) = ARRAY['shop', 'order lines']
CREATE OR REPLACE FUNCTION crosswalk_rt.name_in_text(name text, quoted boolean, folds boolean) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  written constant text := crosswalk_rt.statement_text(name) COLLATE "C";
  part constant text := '\s*(?:`((?:[^`]|``)+)`|([^\x01-\x23\x25-\x2f\x3a-\x40\x5b-\x5e\x60\x7b-\x7f]+))\s*';
  parts text[];
BEGIN
  IF quoted THEN
    parts := ARRAY[written];
  ELSIF written ~ '^\s*$' THEN
    RAISE syntax_error USING MESSAGE = 'The prepared statement has nothing where a name is expected.';
  ELSIF written !~ ('^' || part || '(?:[.]' || part || ')?$') OR written ~ '^\s*[0-9]+\s*$' THEN
    RAISE feature_not_supported USING
      MESSAGE = format('XW-R0025: the prepared statement would hold %L where only a name was converted.', left(written, 60));
  ELSE
    parts := ARRAY(
      SELECT coalesce(replace(found.parts[1], '``', '`'), found.parts[2])
      FROM regexp_matches(written, part || '(?:[.]|$)', 'g') WITH ORDINALITY AS found (parts, place)
      ORDER BY place
    );
  END IF;
  IF cardinality(parts) = 2 AND parts[1] ~* '^(pg_|information_schema$|crosswalk_rt$)' THEN
    RAISE invalid_schema_name USING MESSAGE = format('schema %I is none of the source', parts[1]);
  END IF;
  RETURN CASE WHEN folds THEN lower(parts::text)::text[] ELSE parts END;
END
$$;
