-- Whole units from one timestamp to another, cut toward zero.
-- Source: the manual of the source server, "Date and Time Functions".
-- Example: crosswalk_rt.timestamp_diff('MONTH', timestamp '2003-02-01', timestamp '2003-05-01') = 3
CREATE OR REPLACE FUNCTION crosswalk_rt.timestamp_diff(unit text, a timestamp, b timestamp) RETURNS bigint
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  low timestamp := least(a, b);
  high timestamp := greatest(a, b);
  months integer;
  micros numeric := extract(epoch FROM high - low)::numeric * 1000000;
  made bigint;
BEGIN
  IF unit IN ('MONTH', 'QUARTER', 'YEAR') THEN
    months := (extract(year FROM high) - extract(year FROM low)) * 12 + extract(month FROM high) - extract(month FROM low);
    IF (extract(day FROM high), high::time) < (extract(day FROM low), low::time) THEN months := months - 1; END IF;
    made := months / CASE unit WHEN 'MONTH' THEN 1 WHEN 'QUARTER' THEN 3 ELSE 12 END;
  ELSE
    made := div(micros, CASE unit WHEN 'MICROSECOND' THEN 1 WHEN 'SECOND' THEN 1000000 WHEN 'MINUTE' THEN 60000000
      WHEN 'HOUR' THEN 3600000000 WHEN 'DAY' THEN 86400000000 WHEN 'WEEK' THEN 604800000000 END);
  END IF;
  RETURN CASE WHEN a > b THEN -made ELSE made END;
END
$$;
