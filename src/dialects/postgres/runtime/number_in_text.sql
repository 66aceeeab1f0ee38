-- The number that stands in the text of a prepared statement. Anything else there is not run: it raises an error.
-- Source: the manual of the source server, "Numeric Literals".
-- Example: crosswalk_rt.number_in_text(' -12.50 ') = -12.5
CREATE OR REPLACE FUNCTION crosswalk_rt.number_in_text(value text) RETURNS numeric
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  written text := btrim(crosswalk_rt.statement_text(value), E' \t\r\n');
BEGIN
  IF written = '' THEN
    RAISE syntax_error USING MESSAGE = 'The prepared statement has nothing where a number is expected.';
  END IF;
  IF written COLLATE "C" !~ '^[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]{1,3})?$' THEN
    RAISE feature_not_supported USING
      MESSAGE = format('XW-P0409: the prepared statement would hold %L where only a number was converted.', left(written, 60));
  END IF;
  RETURN written::numeric;
END
$$;
