-- A text read by a datetime format model. What the model does not name is the first day of this month at midnight.
-- Source: the manual of the source server, "SQL Language Reference, String-to-Date Conversion Rules".
-- Example: crosswalk_rt.moment_of_text('9-February/49 8.30 pm', 'DD-MON-RR HH:MI AM') = timestamp '2049-02-09 20:30:00'
CREATE OR REPLACE FUNCTION crosswalk_rt.moment_of_text(value text, model text) RETURNS timestamp
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE AS $$
DECLARE
  months constant text[] := ARRAY['JANUARY', 'FEBRUARY', 'MARCH', 'APRIL', 'MAY', 'JUNE', 'JULY', 'AUGUST', 'SEPTEMBER', 'OCTOBER', 'NOVEMBER', 'DECEMBER'];
  days constant text[] := ARRAY['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY'];
  today constant date := statement_timestamp()::date;
  now_year constant integer := extract(year FROM today);
  source text COLLATE "C" := upper(btrim(value, E' \t\n\r'));
  pieces text[] COLLATE "C";
  piece text COLLATE "C";
  word text COLLATE "C";
  found text COLLATE "C";
  exact boolean := false;
  y integer := now_year; mo integer := extract(month FROM today); d integer := 1; h integer := 0; mi integer := 0; s integer := 0;
  fraction numeric := 0; julian integer; of_year integer; seconds integer; half text; before boolean := false; named integer;
  made timestamp;
BEGIN
  IF source = '' THEN RETURN NULL; END IF;
  SELECT array_agg(match[1]) INTO pieces FROM regexp_matches(btrim(model) COLLATE "C",
    '("[^"]*"|SYYYY|Y,YYY|YYYY|RRRR|MONTH|SSSSS|HH24|HH12|A\.D\.|B\.C\.|A\.M\.|P\.M\.|DAY|DDD|MON|YYY|FF[1-9]?|FM|FX|AD|BC|AM|PM|DD|DY|HH|MI|MM|RM|RR|SS|YY|D|J|X|Y|\s+|.)', 'gi') AS cut(match);
  FOREACH piece IN ARRAY coalesce(pieces, ARRAY[]::text[]) LOOP
    word := upper(piece);
    CONTINUE WHEN word = 'FM';
    IF word = 'FX' THEN
      exact := true;
      CONTINUE;
    END IF;
    -- Fields at the end may be left out.
    EXIT WHEN source = '';
    IF left(piece, 1) = '"' THEN
      found := upper(substr(piece, 2, length(piece) - 2));
      IF left(source, length(found)) <> found THEN RAISE invalid_datetime_format USING MESSAGE = 'literal does not match format string'; END IF;
      source := substr(source, length(found) + 1);
      CONTINUE;
    END IF;
    IF word !~ '^[A-Z]' OR word = 'X' THEN
      -- Any sign stands for any other, and between digits it may be missing.
      IF exact THEN
        IF left(source, length(word)) <> replace(word, 'X', '.') THEN RAISE invalid_datetime_format USING MESSAGE = 'literal does not match format string'; END IF;
        source := substr(source, length(word) + 1);
      ELSIF word ~ '^\s' THEN source := regexp_replace(source, '^(\s+|[^A-Z0-9\s]\s*)', '');
      ELSE source := regexp_replace(source, '^\s*[^A-Z0-9\s]?\s*', '');
      END IF;
      CONTINUE;
    END IF;
    IF NOT exact THEN source := ltrim(source); END IF;
    found := substring(source FROM CASE
      WHEN word IN ('SYYYY', 'YYYY', 'RRRR') THEN '^[-+]?[0-9]{1,4}' WHEN word = 'Y,YYY' THEN '^[0-9],?[0-9]{3}' WHEN word = 'YYY' THEN '^[0-9]{1,3}'
      WHEN word IN ('YY', 'RR') THEN CASE WHEN source ~ '^[0-9]{4}(?![0-9])' AND NOT exact THEN '^[0-9]{4}' ELSE '^[0-9]{1,2}' END
      WHEN word = 'Y' OR word = 'D' THEN '^[0-9]' WHEN word = 'DDD' THEN '^[0-9]{1,3}' WHEN word = 'J' THEN '^[0-9]{1,7}' WHEN word = 'SSSSS' THEN '^[0-9]{1,5}'
      WHEN word LIKE 'FF%' THEN '^[0-9]{1,9}' WHEN word = 'RM' THEN '^[IVX]+' WHEN word IN ('MONTH', 'MON', 'DAY', 'DY') THEN '^[A-Z]+'
      WHEN word = 'MM' AND source ~ '^[A-Z]' AND NOT exact THEN '^[A-Z]+'
      WHEN word LIKE '_.%' THEN '^[ABP]\.[DCM]\.' WHEN word IN ('AD', 'BC', 'AM', 'PM') THEN '^[ABP][DCM]'
      WHEN word IN ('DD', 'HH24', 'HH12', 'HH', 'MI', 'MM', 'SS') THEN '^[0-9]{1,2}' END);
    IF found IS NULL THEN
      IF word IN ('SYYYY', 'Y,YYY', 'YYYY', 'RRRR', 'MONTH', 'SSSSS', 'HH24', 'HH12', 'DAY', 'DDD', 'MON', 'YYY', 'AD', 'BC', 'AM', 'PM', 'DD', 'DY', 'HH', 'MI', 'MM', 'RM', 'RR', 'SS', 'YY', 'D', 'J', 'Y')
        OR word LIKE 'FF%' OR word LIKE '_._.' THEN
        RAISE invalid_datetime_format USING MESSAGE = format('%L does not fit %s of the format %L', value, word, model);
      END IF;
      RAISE invalid_datetime_format USING MESSAGE = format('date format not recognized: %L', model);
    END IF;
    IF exact AND word IN ('YYYY', 'DD', 'HH24', 'HH12', 'HH', 'MI', 'MM', 'SS') AND length(found) < length(replace(replace(word, '24', ''), '12', '')) THEN
      RAISE invalid_datetime_format USING MESSAGE = format('%L does not fit %s of the format %L', value, word, model);
    END IF;
    IF word IN ('MONTH', 'MON') OR (word = 'MM' AND found ~ '^[A-Z]') THEN
      SELECT place, CASE WHEN found LIKE name || '%' THEN name ELSE left(name, 3) END INTO mo, found
        FROM unnest(months) WITH ORDINALITY AS each(name, place) WHERE found LIKE name || '%' OR left(found, 3) = left(name, 3);
      IF mo IS NULL THEN RAISE datetime_field_overflow USING MESSAGE = 'not a valid month'; END IF;
    ELSIF word IN ('DAY', 'DY') THEN
      SELECT place, CASE WHEN found LIKE name || '%' THEN name ELSE left(name, 3) END INTO named, found
        FROM unnest(days) WITH ORDINALITY AS each(name, place) WHERE found LIKE name || '%' OR left(found, 3) = left(name, 3);
      IF named IS NULL THEN RAISE datetime_field_overflow USING MESSAGE = 'not a valid day of the week'; END IF;
    ELSIF word IN ('SYYYY', 'YYYY', 'Y,YYY') THEN y := replace(found, ',', '')::integer;
    ELSIF word = 'YYY' THEN y := now_year / 1000 * 1000 + found::integer;
    ELSIF word = 'YY' THEN y := CASE WHEN length(found) > 2 THEN 0 ELSE now_year / 100 * 100 END + found::integer;
    ELSIF word = 'Y' THEN y := now_year / 10 * 10 + found::integer;
    ELSIF word IN ('RR', 'RRRR') THEN
      y := found::integer + CASE WHEN length(found) > 2 THEN 0
        ELSE now_year / 100 * 100 + CASE WHEN now_year % 100 < 50 AND found::integer > 49 THEN -100 WHEN now_year % 100 > 49 AND found::integer < 50 THEN 100 ELSE 0 END END;
    ELSIF word = 'MM' THEN mo := found::integer;
    ELSIF word = 'RM' THEN mo := array_position(ARRAY['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X', 'XI', 'XII'], found);
    ELSIF word = 'DD' THEN d := found::integer;
    ELSIF word = 'D' THEN named := found::integer;
    ELSIF word = 'DDD' THEN of_year := found::integer;
    ELSIF word = 'J' THEN julian := found::integer;
    ELSIF word = 'SSSSS' THEN seconds := found::integer;
    ELSIF word = 'HH24' THEN h := found::integer;
    ELSIF word IN ('HH12', 'HH') THEN
      IF found::integer NOT BETWEEN 1 AND 12 THEN RAISE datetime_field_overflow USING MESSAGE = 'hour must be between 1 and 12'; END IF;
      h := found::integer % 12;
      half := coalesce(half, 'AM');
    ELSIF word = 'MI' THEN mi := found::integer;
    ELSIF word = 'SS' THEN s := found::integer;
    ELSIF word LIKE 'FF%' THEN fraction := ('0.' || found)::numeric;
    ELSIF replace(found, '.', '') IN ('AM', 'PM') THEN half := replace(found, '.', '');
    ELSE before := replace(found, '.', '') = 'BC';
    END IF;
    source := substr(source, length(found) + 1);
  END LOOP;
  IF ltrim(source) <> '' THEN
    RAISE invalid_datetime_format USING MESSAGE = 'date format picture ends before converting entire input string';
  END IF;
  IF half = 'PM' THEN h := h % 12 + 12; END IF;
  IF seconds > 86399 OR h > 23 OR mi > 59 OR s > 59 THEN RAISE datetime_field_overflow USING MESSAGE = format('no time of day: %L', value); END IF;
  IF mo NOT BETWEEN 1 AND 12 THEN RAISE datetime_field_overflow USING MESSAGE = 'not a valid month'; END IF;
  IF d NOT BETWEEN 1 AND 31 THEN RAISE datetime_field_overflow USING MESSAGE = 'day of month must be between 1 and last day of month'; END IF;
  made := CASE WHEN julian IS NOT NULL THEN timestamp '2000-01-01' + make_interval(days => julian - 2451545)
    ELSE make_timestamp(CASE WHEN before THEN -y ELSE y END, mo, d, 0, 0, 0) END;
  IF of_year IS NOT NULL THEN made := date_trunc('year', made) + make_interval(days => of_year - 1); END IF;
  IF named <> extract(dow FROM made) + 1 THEN
    RAISE datetime_field_overflow USING MESSAGE = 'day of week conflicts with the date';
  END IF;
  RETURN made + CASE WHEN seconds IS NOT NULL THEN make_interval(secs => seconds)
    ELSE make_interval(hours => h, mins => mi, secs => s) END + round(fraction, 6) * interval '1 second';
END
$$;
