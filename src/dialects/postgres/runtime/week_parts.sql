-- The year a week belongs to and its number, by one of eight ways of counting.
-- Source: the manual of the source server, "Date and Time Functions".
-- Example: crosswalk_rt.week_parts(date '2021-01-03', 3) = ARRAY[2020, 53]
CREATE OR REPLACE FUNCTION crosswalk_rt.week_parts(value date, mode integer) RETURNS integer[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  monday_first boolean := mode & 1 = 1;
  from_one boolean := mode & 2 = 2;
  by_weekday boolean := CASE WHEN mode & 1 = 1 THEN mode & 4 = 4 ELSE mode & 4 = 0 END;
  y integer := extract(year FROM value);
  start date;
BEGIN
  start := crosswalk_rt.first_week(y, monday_first, by_weekday);
  IF value < start THEN
    IF NOT from_one THEN RETURN ARRAY[y, 0]; END IF;
    y := y - 1;
    start := crosswalk_rt.first_week(y, monday_first, by_weekday);
  ELSIF from_one AND value >= crosswalk_rt.first_week(y + 1, monday_first, by_weekday) THEN
    RETURN ARRAY[y + 1, 1];
  END IF;
  RETURN ARRAY[y, (value - start) / 7 + 1];
END
$$;
