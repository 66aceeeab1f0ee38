-- A text that is a moment or a signed time, moved by a time to be stored: what is neither, and a date alone, is refused.
-- Source: the manual of the source server, "Server SQL Modes".
-- Example: crosswalk_rt.stored_text_moved('2024-02-28 23:30:00', interval '45 minutes') = '2024-02-29 00:15:00'
CREATE OR REPLACE FUNCTION crosswalk_rt.stored_text_moved(value text, amount interval) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  made text := crosswalk_rt.text_moved(value, amount);
BEGIN
  IF made IS NULL OR value COLLATE "C" ~ '^\s*[0-9]{1,4}-[0-9]{1,2}-[0-9]{1,2}\s*$' THEN
    RAISE invalid_datetime_format USING MESSAGE = format('incorrect time: %L', value);
  END IF;
  RETURN made;
END
$$;
