-- The day on which the first week of a year begins.
-- Source: the manual of the source server, "Date and Time Functions".
-- Example: crosswalk_rt.first_week(2021, true, false) = date '2021-01-04'
CREATE OR REPLACE FUNCTION crosswalk_rt.first_week(y integer, monday_first boolean, by_weekday boolean) RETURNS date
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN offset_days = 0 THEN january WHEN by_weekday OR offset_days > 3 THEN january + 7 - offset_days ELSE january - offset_days END
  FROM (SELECT make_date(y, 1, 1) AS january,
    CASE WHEN monday_first THEN extract(isodow FROM make_date(y, 1, 1))::integer - 1 ELSE extract(dow FROM make_date(y, 1, 1))::integer END AS offset_days) AS day
$$;
