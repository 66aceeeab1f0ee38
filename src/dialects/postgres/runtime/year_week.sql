-- The year and the week as one number.
-- Source: the manual of the source server, "Date and Time Functions".
-- Example: crosswalk_rt.year_week(date '1987-01-01', 0) = 198652
CREATE OR REPLACE FUNCTION crosswalk_rt.year_week(value date, mode integer) RETURNS integer
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT part[1] * 100 + part[2] FROM (SELECT crosswalk_rt.week_parts(value, mode | 2) AS part) AS week
$$;
