-- Months between two periods.
-- Source: the manual of the source server, "Date and Time Functions".
-- Example: crosswalk_rt.period_diff(200802, 200703) = 11
CREATE OR REPLACE FUNCTION crosswalk_rt.period_diff(a integer, b integer) RETURNS integer
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT crosswalk_rt.period_months(a) - crosswalk_rt.period_months(b)
$$;
