-- A text as a date and time that is to be stored: what is none is refused.
-- Source: the manual of the source server, "Server SQL Modes".
-- Example: crosswalk_rt.stored_datetime('2024-1-5') = timestamp '2024-01-05 00:00:00'
CREATE OR REPLACE FUNCTION crosswalk_rt.stored_datetime(value text) RETURNS timestamp
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  made timestamp := crosswalk_rt.to_datetime(value);
BEGIN
  IF made IS NULL THEN
    RAISE invalid_datetime_format USING MESSAGE = format('incorrect date and time: %L', value);
  END IF;
  RETURN made;
END
$$;
