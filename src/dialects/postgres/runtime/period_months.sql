-- Months since year 0 of a period (YYYYMM or YYMM).
-- Source: the manual of the source server, "Date and Time Functions".
-- Example: crosswalk_rt.period_months(200801) = 24096
CREATE OR REPLACE FUNCTION crosswalk_rt.period_months(period integer) RETURNS integer
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT (CASE WHEN period / 100 < 70 THEN period / 100 + 2000 WHEN period / 100 < 100 THEN period / 100 + 1900 ELSE period / 100 END) * 12 + period % 100 - 1
$$;
