-- The first day after a date that is the weekday named, at the same time of day; three letters of the English name are enough.
-- Source: the manual of the source server, "SQL Language Reference, NEXT_DAY".
-- Example: crosswalk_rt.next_weekday(timestamp '2009-10-15 10:00:00', 'tuesday') = timestamp '2009-10-20 10:00:00'
CREATE OR REPLACE FUNCTION crosswalk_rt.next_weekday(moment timestamp, day text) RETURNS timestamp
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  wanted integer := array_position(ARRAY['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'], upper(left(btrim(day), 3)));
BEGIN
  IF wanted IS NULL THEN RAISE datetime_field_overflow USING MESSAGE = 'not a valid day of the week'; END IF;
  RETURN moment + ((wanted - 2 - extract(dow FROM moment)::integer + 14) % 7 + 1) * interval '1 day';
END
$$;
