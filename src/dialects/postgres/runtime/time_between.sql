-- The time from one timestamp to another, kept within the range of a time.
-- Source: the manual of the source server, "The TIME Type".
-- Example: crosswalk_rt.time_between(timestamp '2024-01-01', timestamp '2024-01-03') = interval '48 hours'
CREATE OR REPLACE FUNCTION crosswalk_rt.time_between(a timestamp, b timestamp) RETURNS interval
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT make_interval(secs => least(greatest(extract(epoch FROM b - a)::double precision, -3020399), 3020399))
$$;
