-- The same day and time some months later; the last day of a month becomes the last day of the other month.
-- Source: the manual of the source server, "SQL Language Reference, ADD_MONTHS".
-- Example: crosswalk_rt.months_later(timestamp '2023-02-28 10:00:00', 1) = timestamp '2023-03-31 10:00:00'
CREATE OR REPLACE FUNCTION crosswalk_rt.months_later(moment timestamp, months integer) RETURNS timestamp
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN extract(day FROM moment + interval '1 day') = 1
    THEN date_trunc('month', moment) + make_interval(months => months + 1) - interval '1 day' + (moment - date_trunc('day', moment))
    ELSE moment + make_interval(months => months) END
$$;
