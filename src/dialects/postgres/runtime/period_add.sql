-- A period (YYYYMM) n months later.
-- Source: the manual of the source server, "Date and Time Functions".
-- Example: crosswalk_rt.period_add(200801, 2) = 200803
CREATE OR REPLACE FUNCTION crosswalk_rt.period_add(period integer, n integer) RETURNS integer
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT months / 12 * 100 + months % 12 + 1 FROM (SELECT crosswalk_rt.period_months(period) + n AS months) AS moved
$$;
