-- The number of the week in one of eight ways of counting: bit 0 Monday first, bit 1 from 1 instead of 0, bit 2 the first week is the one with that weekday.
-- Source: the manual of the source server, "Date and Time Functions".
-- Example: crosswalk_rt.week(date '2008-02-20', 1) = 8
CREATE OR REPLACE FUNCTION crosswalk_rt.week(value date, mode integer) RETURNS integer
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT (crosswalk_rt.week_parts(value, mode))[2]
$$;
