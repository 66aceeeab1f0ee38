-- A text as a date and time, read as leniently as the source does; null when it is none.
-- Source: the manual of the source server, "Date and Time Literals".
-- Example: crosswalk_rt.to_datetime('2024-1-5 7:08') = timestamp '2024-01-05 07:08:00'
CREATE OR REPLACE FUNCTION crosswalk_rt.to_datetime(value text) RETURNS timestamp
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  part text[];
  digits text;
  y integer;
BEGIN
  part := regexp_match(value COLLATE "C", '^\s*([0-9]{1,4})[^0-9\s]([0-9]{1,2})[^0-9\s]([0-9]{1,2})(?![0-9])(?:(?:[T\s]+)([0-9]{1,2})(?:[^0-9\s]([0-9]{1,2}))?(?:[^0-9\s]([0-9]{1,2}))?(\.[0-9]{1,6})?)?');
  IF part IS NULL THEN
    part := regexp_match(value COLLATE "C", '^\s*([0-9]{6,14})(\.[0-9]{1,6})?\s*$');
    IF part IS NULL THEN RETURN NULL; END IF;
    digits := part[1];
    IF length(digits) IN (6, 12) THEN
      digits := CASE WHEN left(digits, 2)::integer < 70 THEN '20' ELSE '19' END || digits;
    END IF;
    IF length(digits) NOT IN (8, 14) THEN RETURN NULL; END IF;
    part := ARRAY[substr(digits, 1, 4), substr(digits, 5, 2), substr(digits, 7, 2),
      nullif(substr(digits, 9, 2), ''), nullif(substr(digits, 11, 2), ''), nullif(substr(digits, 13, 2), ''), part[2]];
  END IF;
  y := part[1]::integer;
  IF length(part[1]) <= 2 THEN y := y + CASE WHEN y < 70 THEN 2000 ELSE 1900 END; END IF;
  IF coalesce(part[4], '0')::integer > 23 OR coalesce(part[6], '0')::integer > 59 THEN RETURN NULL; END IF;
  RETURN make_timestamp(y, part[2]::integer, part[3]::integer, coalesce(part[4], '0')::integer,
    coalesce(part[5], '0')::integer, (coalesce(part[6], '0') || coalesce(part[7], ''))::double precision);
EXCEPTION WHEN datetime_field_overflow OR invalid_datetime_format THEN
  RETURN NULL;
END
$$;
