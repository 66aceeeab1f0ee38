-- The list of an ORDER BY that stands in the text of a prepared statement, of columns given as name=path. Anything else raises an error.
-- Source: the manual of the source server, "SELECT Statement".
-- Example: crosswalk_rt.order_in_text('Name DESC, 2', ARRAY['id=id', 'name=t.name']) = 't.name DESC NULLS LAST, 2 ASC NULLS FIRST'
CREATE OR REPLACE FUNCTION crosswalk_rt.order_in_text(list text, columns text[]) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  item text;
  found text[];
  path text;
  made text[] := '{}';
BEGIN
  FOREACH item IN ARRAY string_to_array(crosswalk_rt.statement_text(list), ',') LOOP
    found := regexp_match(item COLLATE "C",
      '^\s*(?:`([^`]+)`|((?:[^\x01-\x23\x25-\x2f\x3a-\x40\x5b-\x5e\x60\x7b-\x7f]+[.])?[^\x01-\x23\x25-\x2f\x3a-\x40\x5b-\x5e\x60\x7b-\x7f]+))(?:\s+(asc|desc))?\s*$', 'i');
    IF item ~ '^\s*$' THEN
      RAISE syntax_error USING MESSAGE = 'The prepared statement has nothing where a column is expected.';
    ELSIF found IS NULL THEN
      RAISE feature_not_supported USING
        MESSAGE = format('XW-R0025: the prepared statement would be ordered by %L, where only columns were converted.', left(item, 60));
    END IF;
    path := lower(coalesce(found[1], found[2]));
    IF path !~ '^[0-9]+$' THEN
      path := (
        SELECT (SELECT string_agg(quote_ident(part), '.' ORDER BY place)
          FROM unnest(string_to_array(split_part(each, '=', 2), '.')) WITH ORDINALITY AS p (part, place))
        FROM unnest(columns) AS each
        WHERE path IN (split_part(each, '=', 1), lower(split_part(each, '=', 2)))
        LIMIT 1
      );
    END IF;
    IF path IS NULL THEN
      RAISE undefined_column USING MESSAGE = format('column %L is not known where the prepared statement orders its rows', trim(item));
    END IF;
    made := made || (path || CASE WHEN lower(found[3]) = 'desc' THEN ' DESC NULLS LAST' ELSE ' ASC NULLS FIRST' END);
  END LOOP;
  IF made = '{}' THEN
    RAISE syntax_error USING MESSAGE = 'The prepared statement has nothing where a column is expected.';
  END IF;
  RETURN array_to_string(made, ', ');
END
$$;
