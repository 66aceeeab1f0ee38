-- A text for a place that holds so many characters; a longer one is refused, blanks at its end counted.
-- Source: the manual of the source server, "PL/SQL Language Reference, CHAR and VARCHAR2 Variables".
-- Example: crosswalk_rt.within_length('abc', 3) = 'abc'
CREATE OR REPLACE FUNCTION crosswalk_rt.within_length(value text, length integer) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  IF char_length(value) > length THEN
    RAISE string_data_right_truncation USING MESSAGE = format('value too long for %s characters', length);
  END IF;
  RETURN value;
END
$$;
