-- A signed time as the number of its digits: HHMMSS.
-- Source: the manual of the source server, "The TIME Type".
-- Example: crosswalk_rt.time_number(interval '-01:30:00') = -13000
CREATE OR REPLACE FUNCTION crosswalk_rt.time_number(value interval) RETURNS numeric
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT sign(e) * (div(abs(e), 3600) * 10000 + div(abs(e), 60) % 60 * 100 + abs(e) % 60)
  FROM (SELECT extract(epoch FROM value)::numeric AS e) AS seconds
$$;
