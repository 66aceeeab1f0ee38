-- Months from one date to another: whole between equal or last days of months; else days, with their time, as 31sts of a month.
-- Source: the manual of the source server, "SQL Language Reference, MONTHS_BETWEEN".
-- Example: crosswalk_rt.months_between(timestamp '2023-03-31', timestamp '2023-02-28') = 1
CREATE OR REPLACE FUNCTION crosswalk_rt.months_between(a timestamp, b timestamp) RETURNS numeric
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT (extract(year FROM a) - extract(year FROM b)) * 12 + extract(month FROM a) - extract(month FROM b)
    + CASE WHEN extract(day FROM a) = extract(day FROM b)
        OR (extract(day FROM a + interval '1 day') = 1 AND extract(day FROM b + interval '1 day') = 1) THEN 0
      ELSE (extract(day FROM a) - extract(day FROM b)
        + (extract(epoch FROM a::time) - extract(epoch FROM b::time)) / 86400) / 31 END
$$;
