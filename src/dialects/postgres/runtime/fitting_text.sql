-- A text that is to be stored in a type of a length; a longer one is refused. Blanks at its end are cut.
-- Source: the manual of the source server, "The CHAR and VARCHAR Types".
-- Example: crosswalk_rt.fitting_text('abc', 3) = 'abc'
CREATE OR REPLACE FUNCTION crosswalk_rt.fitting_text(value text, length integer) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  IF char_length(rtrim(value)) > length THEN
    RAISE string_data_right_truncation USING MESSAGE = format('text too long for %s characters', length);
  END IF;
  RETURN left(value, length);
END
$$;
