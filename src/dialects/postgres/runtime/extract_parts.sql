-- Several parts of a date and time as one number (DAY_MINUTE is day * 10000 + hour * 100 + minute).
-- Source: the manual of the source server, "Date and Time Functions".
-- Example: crosswalk_rt.extract_parts('DAY_MINUTE', timestamp '2019-07-02 01:02:03') = 20102
CREATE OR REPLACE FUNCTION crosswalk_rt.extract_parts(unit text, value timestamp) RETURNS bigint
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN unit = 'WEEK' THEN crosswalk_rt.week(value::date, 0)::bigint
    ELSE (CASE WHEN unit LIKE 'DAY%' THEN extract(day FROM value)::bigint * 1000000 ELSE 0 END
      * CASE unit WHEN 'DAY_MICROSECOND' THEN 1000000 WHEN 'DAY_SECOND' THEN 1 WHEN 'DAY_MINUTE' THEN 1 ELSE 1 END)
      / CASE unit WHEN 'DAY_MINUTE' THEN 100 WHEN 'DAY_HOUR' THEN 10000 ELSE 1 END + crosswalk_rt.extract_time_parts(unit, value::time::interval) END
$$;
