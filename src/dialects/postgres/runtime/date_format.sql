-- A date and time written by a format of percent codes.
-- Source: the manual of the source server, "Date and Time Functions".
-- Example: crosswalk_rt.date_format(timestamp '2009-10-04', '%w %U') = '0 40'
CREATE OR REPLACE FUNCTION crosswalk_rt.date_format(value timestamp, format text) RETURNS text
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE AS $$
DECLARE
  made text := '';
  at integer := 1;
  code text;
BEGIN
  WHILE at <= length(format) LOOP
    code := substr(format, at, 1);
    at := at + 1;
    IF code <> '%' OR at > length(format) THEN
      made := made || code;
      CONTINUE;
    END IF;
    code := substr(format, at, 1);
    at := at + 1;
    made := made || CASE code COLLATE "C"
      WHEN 'Y' THEN to_char(value, 'YYYY') WHEN 'y' THEN to_char(value, 'YY') WHEN 'm' THEN to_char(value, 'MM') WHEN 'c' THEN to_char(value, 'FMMM')
      WHEN 'M' THEN to_char(value, 'FMMonth') WHEN 'b' THEN to_char(value, 'Mon') WHEN 'd' THEN to_char(value, 'DD') WHEN 'e' THEN to_char(value, 'FMDD')
      WHEN 'D' THEN to_char(value, 'FMDDth') WHEN 'j' THEN to_char(value, 'DDD') WHEN 'W' THEN to_char(value, 'FMDay') WHEN 'a' THEN to_char(value, 'Dy')
      WHEN 'w' THEN extract(dow FROM value)::text WHEN 'H' THEN to_char(value, 'HH24') WHEN 'k' THEN to_char(value, 'FMHH24')
      WHEN 'h' THEN to_char(value, 'HH12') WHEN 'I' THEN to_char(value, 'HH12') WHEN 'l' THEN to_char(value, 'FMHH12')
      WHEN 'i' THEN to_char(value, 'MI') WHEN 's' THEN to_char(value, 'SS') WHEN 'S' THEN to_char(value, 'SS') WHEN 'f' THEN to_char(value, 'US')
      WHEN 'p' THEN to_char(value, 'AM') WHEN 'r' THEN to_char(value, 'HH12:MI:SS AM') WHEN 'T' THEN to_char(value, 'HH24:MI:SS')
      WHEN 'U' THEN to_char(crosswalk_rt.week(value::date, 0), 'FM00') WHEN 'u' THEN to_char(crosswalk_rt.week(value::date, 1), 'FM00')
      WHEN 'V' THEN to_char(crosswalk_rt.week(value::date, 2), 'FM00') WHEN 'v' THEN to_char(crosswalk_rt.week(value::date, 3), 'FM00')
      WHEN 'X' THEN to_char((crosswalk_rt.week_parts(value::date, 2))[1], 'FM0000') WHEN 'x' THEN to_char((crosswalk_rt.week_parts(value::date, 3))[1], 'FM0000')
      ELSE code END;
  END LOOP;
  RETURN made;
END
$$;
