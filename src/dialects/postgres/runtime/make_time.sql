-- A time from its parts, at most 838:59:59; null when minutes or seconds are outside 0 to 59.
-- Source: the manual of the source server, "Date and Time Functions".
-- Example: crosswalk_rt.make_time(-1, 15, 30) = interval '-01:15:30'
CREATE OR REPLACE FUNCTION crosswalk_rt.make_time(h integer, m integer, s numeric) RETURNS interval
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN m BETWEEN 0 AND 59 AND s >= 0 AND s < 60
    THEN make_interval(secs => (CASE WHEN h < 0 THEN -1 ELSE 1 END * least(abs(h) * 3600.0 + m * 60 + s, 3020399))::double precision) END
$$;
