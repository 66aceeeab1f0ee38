-- A text read by a format as a date that is to be stored: what does not fit is refused.
-- Source: the manual of the source server, "STR_TO_DATE".
-- Example: crosswalk_rt.stored_parsed_date('01,5,2013', '%d,%m,%Y') = timestamp '2013-05-01 00:00:00'
CREATE OR REPLACE FUNCTION crosswalk_rt.stored_parsed_date(value text, format text) RETURNS timestamp
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  made timestamp := crosswalk_rt.parse_date(value, format);
BEGIN
  IF made IS NULL THEN
    RAISE invalid_datetime_format USING MESSAGE = pg_catalog.format('incorrect date and time: %L', value);
  END IF;
  RETURN made;
END
$$;
