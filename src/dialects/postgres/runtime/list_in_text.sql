-- The values of a list in the text of a prepared statement: quoted texts, nulls, perhaps numbers. Anything else raises an error.
-- Source: the manual of the source server, "Literal Values".
-- Example: crosswalk_rt.list_in_text('1, ''it''''s'', NULL', true) = ARRAY['1', 'it''s', NULL]
CREATE OR REPLACE FUNCTION crosswalk_rt.list_in_text(list text, numbers boolean) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  number constant text := CASE WHEN numbers THEN '[-+]?(?:[0-9]+[.]?[0-9]*|[.][0-9]+)(?:[eE][-+]?[0-9]{1,3})?' ELSE '(?!)' END;
  item constant text := '\s*(?:(' || number || $re$)|'((?:[^'\\]|'')*)'|"((?:[^"\\]|"")*)"|[Nn][Uu][Ll][Ll])\s*$re$;
  written constant text := crosswalk_rt.statement_text(list) COLLATE "C";
BEGIN
  IF written ~ '^\s*$' THEN
    RAISE syntax_error USING MESSAGE = 'The prepared statement has an empty list.';
  END IF;
  IF written !~ ('^' || item || '(?:,' || item || ')*$') THEN
    RAISE feature_not_supported USING
      MESSAGE = format('XW-P0409: the prepared statement would hold %L where only a list of %s was converted.',
        left(written, 60), CASE WHEN numbers THEN 'numbers' ELSE 'texts in quotes' END);
  END IF;
  RETURN ARRAY(
    SELECT coalesce(parts[1], replace(parts[2], '''''', ''''), replace(parts[3], '""', '"'))
    FROM regexp_matches(written, item || '(?:,|$)', 'g') WITH ORDINALITY AS found (parts, place)
    ORDER BY place
  );
END
$$;
