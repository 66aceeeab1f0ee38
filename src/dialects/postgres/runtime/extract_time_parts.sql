-- Several parts of a time as one number (MINUTE_SECOND is minute * 100 + second).
-- Source: the manual of the source server, "Date and Time Functions".
-- Example: crosswalk_rt.extract_time_parts('HOUR_SECOND', interval '01:02:03') = 10203
CREATE OR REPLACE FUNCTION crosswalk_rt.extract_time_parts(unit text, value interval) RETURNS bigint
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN unit = 'DAY_MICROSECOND' THEN d * 1000000000000 WHEN unit = 'DAY_SECOND' THEN d * 1000000
    WHEN unit = 'DAY_MINUTE' THEN d * 10000 WHEN unit = 'DAY_HOUR' THEN d * 100 ELSE 0 END + CASE split_part(unit, '_', 2)
    WHEN 'HOUR' THEN h
    WHEN 'MINUTE' THEN h * 100 + m
    WHEN 'SECOND' THEN CASE split_part(unit, '_', 1) WHEN 'MINUTE' THEN m * 100 + s ELSE h * 10000 + m * 100 + s END
    WHEN 'MICROSECOND' THEN CASE split_part(unit, '_', 1) WHEN 'SECOND' THEN 0 WHEN 'MINUTE' THEN m * 100 ELSE h * 10000 + m * 100 END * 1000000 + u END
  FROM (SELECT extract(day FROM value)::bigint AS d, extract(hour FROM value)::bigint AS h, extract(minute FROM value)::bigint AS m, trunc(extract(second FROM value))::bigint AS s,
    extract(microseconds FROM value)::bigint AS u) AS part
$$;
