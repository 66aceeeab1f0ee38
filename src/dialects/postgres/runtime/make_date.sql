-- The n-th day of a year; null when n is below 1.
-- Source: the manual of the source server, "Date and Time Functions".
-- Example: crosswalk_rt.make_date(2011, 32) = date '2011-02-01'
CREATE OR REPLACE FUNCTION crosswalk_rt.make_date(y integer, n integer) RETURNS date
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN n >= 1 THEN make_date(CASE WHEN y BETWEEN 0 AND 69 THEN y + 2000 WHEN y BETWEEN 70 AND 99 THEN y + 1900 ELSE y END, 1, 1) + n - 1 END
$$;
