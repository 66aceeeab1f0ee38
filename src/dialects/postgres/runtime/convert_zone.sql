-- The wall clock of one zone as that of another; zones are names or offsets; null for a zone that is not known.
-- Source: the manual of the source server, "Date and Time Functions".
-- Example: crosswalk_rt.convert_zone(timestamp '2004-01-01 12:00', '+00:00', '+10:00') = timestamp '2004-01-01 22:00'
CREATE OR REPLACE FUNCTION crosswalk_rt.convert_zone(value timestamp, from_zone text, to_zone text) RETURNS timestamp
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE AS $$
DECLARE
  instant timestamptz;
BEGIN
  instant := CASE WHEN upper(from_zone) = 'SYSTEM' THEN value::timestamptz
    WHEN from_zone COLLATE "C" ~ '^[-+]' THEN value AT TIME ZONE from_zone::interval ELSE value AT TIME ZONE from_zone END;
  RETURN CASE WHEN upper(to_zone) = 'SYSTEM' THEN instant::timestamp
    WHEN to_zone COLLATE "C" ~ '^[-+]' THEN instant AT TIME ZONE to_zone::interval ELSE instant AT TIME ZONE to_zone END;
EXCEPTION WHEN invalid_parameter_value OR invalid_datetime_format THEN
  RETURN NULL;
END
$$;
