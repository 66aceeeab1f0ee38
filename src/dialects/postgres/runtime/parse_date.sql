-- A text read by a format of percent codes; null when it does not fit. A time alone falls on 2000-01-01.
-- Source: the manual of the source server, "Date and Time Functions".
-- Example: crosswalk_rt.parse_date('1/5/2013', '%d/%m/%Y') = timestamp '2013-05-01'
CREATE OR REPLACE FUNCTION crosswalk_rt.parse_date(value text, format text) RETURNS timestamp
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  months constant text[] := ARRAY['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
  source text COLLATE "C" := ltrim(value);
  pattern text COLLATE "C" := replace(replace(format, '%T', '%H:%i:%s'), '%r', '%h:%i:%s %p');
  piece text COLLATE "C";
  digits text COLLATE "C";
  y integer := 2000; mo integer := 1; d integer := 1; h integer := 0; mi integer := 0; s integer := 0; f integer := 0; j integer;
  afternoon boolean;
BEGIN
  FOR piece IN SELECT match[1] FROM regexp_matches(pattern, '%.|\s+|[^%\s]', 'g') AS cut(match) LOOP
    IF source = '' AND piece !~ '^\s' THEN EXIT; END IF;
    IF piece ~ '^\s' THEN
      source := ltrim(source);
      CONTINUE;
    END IF;
    IF piece !~ '^%.' OR piece = '%%' THEN
      IF left(source, 1) <> right(piece, 1) THEN RETURN NULL; END IF;
      source := substr(source, 2);
      CONTINUE;
    END IF;
    source := ltrim(source);
    digits := substring(source COLLATE "C" FROM CASE piece COLLATE "C" WHEN '%Y' THEN '^[0-9]{1,4}' WHEN '%j' THEN '^[0-9]{1,3}' WHEN '%f' THEN '^[0-9]{1,6}'
      WHEN '%M' THEN '^[A-Za-z]+' WHEN '%b' THEN '^[A-Za-z]{3}' WHEN '%W' THEN '^[A-Za-z]+' WHEN '%a' THEN '^[A-Za-z]{3}'
      WHEN '%p' THEN '^[AaPp][Mm]' WHEN '%D' THEN '^[0-9]{1,2}[a-z]{2}' ELSE '^[0-9]{1,2}' END);
    IF digits IS NULL THEN RETURN NULL; END IF;
    source := substr(source, length(digits) + 1);
    CASE piece COLLATE "C"
      WHEN '%Y' THEN y := digits::integer + CASE WHEN length(digits) > 2 THEN 0 WHEN digits::integer < 70 THEN 2000 ELSE 1900 END;
      WHEN '%y' THEN y := digits::integer + CASE WHEN digits::integer < 70 THEN 2000 ELSE 1900 END;
      WHEN '%m' THEN mo := digits::integer;
      WHEN '%c' THEN mo := digits::integer;
      WHEN '%M' THEN mo := array_position(months, left(lower(digits), 3));
      WHEN '%b' THEN mo := array_position(months, lower(digits));
      WHEN '%d' THEN d := digits::integer;
      WHEN '%e' THEN d := digits::integer;
      WHEN '%D' THEN d := left(digits, -2)::integer;
      WHEN '%j' THEN j := digits::integer;
      WHEN '%H' THEN h := digits::integer;
      WHEN '%k' THEN h := digits::integer;
      WHEN '%h' THEN h := digits::integer % 12;
      WHEN '%I' THEN h := digits::integer % 12;
      WHEN '%l' THEN h := digits::integer % 12;
      WHEN '%i' THEN mi := digits::integer;
      WHEN '%s' THEN s := digits::integer;
      WHEN '%S' THEN s := digits::integer;
      WHEN '%f' THEN f := rpad(digits, 6, '0')::integer;
      WHEN '%p' THEN afternoon := lower(digits) = 'pm';
      ELSE NULL;
    END CASE;
  END LOOP;
  IF afternoon THEN h := h % 12 + 12; END IF;
  IF mo IS NULL OR h > 23 OR mi > 59 OR s > 59 THEN RETURN NULL; END IF;
  IF j IS NOT NULL THEN RETURN make_timestamp(y, 1, 1, h, mi, s + f / 1000000.0) + make_interval(days => j - 1); END IF;
  RETURN make_timestamp(y, mo, d, h, mi, s + f / 1000000.0);
EXCEPTION WHEN datetime_field_overflow OR invalid_datetime_format THEN
  RETURN NULL;
END
$$;
