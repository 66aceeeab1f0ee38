-- A time written by a format of percent codes; hours may be more than 23.
-- Source: the manual of the source server, "Date and Time Functions".
-- Example: crosswalk_rt.time_format(interval '100 hours', '%H:%i') = '100:00'
CREATE OR REPLACE FUNCTION crosswalk_rt.time_format(value interval, format text) RETURNS text
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE AS $$
DECLARE
  seconds numeric := abs(extract(epoch FROM value)::numeric);
  hours integer := div(seconds, 3600);
  in_day timestamp := timestamp '2000-01-01' + make_interval(secs => (seconds % 86400)::double precision);
  made text := CASE WHEN value < interval '0' THEN '-' ELSE '' END;
  piece text;
BEGIN
  FOR piece IN SELECT hit[1] FROM regexp_matches(format COLLATE "C", '%.|[^%]+|%$', 'g') AS cut(hit) LOOP
    made := made || CASE piece COLLATE "C" WHEN '%H' THEN lpad(hours::text, greatest(2, length(hours::text)), '0') WHEN '%k' THEN hours::text
      WHEN '%T' THEN lpad(hours::text, greatest(2, length(hours::text)), '0') || to_char(in_day, ':MI:SS')
      WHEN '%Y' THEN '0000' WHEN '%y' THEN '00' WHEN '%m' THEN '00' WHEN '%d' THEN '00' WHEN '%c' THEN '0' WHEN '%e' THEN '0'
      ELSE crosswalk_rt.date_format(in_day, piece) END;
  END LOOP;
  RETURN made;
END
$$;
