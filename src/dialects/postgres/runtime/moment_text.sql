-- A date and time written by a datetime format model: FM turns padding off and on, names are written in English.
-- Source: the manual of the source server, "SQL Language Reference, Datetime Format Models".
-- Example: crosswalk_rt.moment_text(timestamp '2024-02-09 08:05:03', 'Day fmDD Month, SYYYY HH:MI') = 'Friday    9 February, 2024 8:5'
CREATE OR REPLACE FUNCTION crosswalk_rt.moment_text(value timestamp, model text) RETURNS text
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE AS $$
DECLARE
  made text := '';
  piece text COLLATE "C";
  word text COLLATE "C";
  fill text := '';
  ending text COLLATE "C";
  suffix text COLLATE "C";
  found text;
  number integer;
  year integer := extract(year FROM value);
BEGIN
  FOR piece, ending IN SELECT match[1], match[2] FROM regexp_matches(model COLLATE "C",
      '("[^"]*"|SYYYY|Y,YYY|YYYY|RRRR|IYYY|MONTH|SSSSS|SCC|HH24|HH12|A\.D\.|B\.C\.|A\.M\.|P\.M\.|DAY|DDD|IYY|MON|YYY|FF[1-9]?|FM|AD|BC|AM|PM|CC|DD|DY|HH|IW|IY|MI|MM|RM|RR|SS|WW|YY|D|I|J|Q|W|X|Y|.)((?:SPTH|THSP|SP|TH)?)', 'gi') AS cut(match) LOOP
    word := upper(piece);
    suffix := CASE WHEN word ~ '^(SYYYY|Y,YYY|YYYY|IYYY|SSSSS|HH24|HH12|DDD|IYY|YYY|CC|DD|HH|IW|IY|MI|MM|SS|WW|YY|D|I|J|Q|W|Y)$' THEN upper(ending) ELSE '' END;
    IF suffix <> '' THEN
      -- Letters are as large as the first two of the element are.
      number := crosswalk_rt.moment_text(value, 'FM' || word)::integer;
      found := CASE WHEN suffix ~ 'SP' THEN crosswalk_rt.number_in_words(number, suffix ~ 'TH')
        ELSE CASE WHEN fill = '' THEN btrim(crosswalk_rt.moment_text(value, word)) ELSE number::text END ||
          CASE WHEN number % 100 BETWEEN 11 AND 13 THEN 'TH' ELSE CASE number % 10 WHEN 1 THEN 'ST' WHEN 2 THEN 'ND' WHEN 3 THEN 'RD' ELSE 'TH' END END END;
      made := made || CASE WHEN left(piece, 1) <> left(word, 1) THEN lower(found)
        WHEN substr(piece || ending, 2, 1) ~ '[a-z]' THEN initcap(found) ELSE found END;
      CONTINUE;
    END IF;
    piece := piece || ending;
    word := upper(piece);
    IF left(piece, 1) = '"' THEN made := made || substr(piece, 2, length(piece) - 2);
    ELSIF word = 'FM' THEN fill := CASE fill WHEN '' THEN 'FM' ELSE '' END;
    ELSIF word IN ('MONTH', 'MON', 'DAY', 'DY', 'RM', 'AD', 'BC', 'AM', 'PM', 'A.D.', 'B.C.', 'A.M.', 'P.M.') THEN
      made := made || to_char(value, fill || CASE
        WHEN left(piece, 1) <> left(word, 1) THEN lower(word)
        WHEN substr(piece, 2, 1) <> substr(word, 2, 1) AND word IN ('MONTH', 'MON', 'DAY', 'DY') THEN initcap(word)
        ELSE word END);
    ELSIF word IN ('SYYYY') THEN
      made := made || CASE WHEN year < 0 THEN '-' WHEN fill = '' THEN ' ' ELSE '' END || to_char(abs(year), CASE fill WHEN '' THEN 'FM0000' ELSE 'FM9999' END);
    ELSIF word = 'SCC' THEN
      made := made || CASE WHEN year < 0 THEN '-' WHEN fill = '' THEN ' ' ELSE '' END || to_char(value, fill || 'CC');
    ELSIF word IN ('YYYY', 'RRRR', 'Y,YYY', 'YYY', 'YY', 'RR', 'Y') THEN
      word := replace(word, 'R', 'Y');
      made := made || CASE word WHEN 'Y,YYY' THEN to_char(abs(year), 'FM0,000')
        ELSE to_char(abs(year) % (10 ^ length(word))::integer, 'FM' || CASE fill WHEN '' THEN repeat('0', length(word)) ELSE repeat('9', length(word) - 1) || '0' END) END;
    ELSIF word IN ('IYYY', 'IYY', 'IY', 'I', 'CC', 'DDD', 'DD', 'D', 'HH24', 'HH12', 'HH', 'IW', 'J', 'MI', 'MM', 'Q', 'SSSSS', 'SS', 'WW', 'W') THEN
      made := made || CASE WHEN word = 'SSSSS' AND fill = '' THEN lpad(to_char(value, 'SSSS'), 5, '0') ELSE to_char(value, fill || replace(word, 'SSSSS', 'SSSS')) END;
    ELSIF word LIKE 'FF%' THEN
      made := made || rpad(left(to_char(value, 'US'), coalesce(nullif(substr(word, 3), ''), '6')::integer), coalesce(nullif(substr(word, 3), ''), '6')::integer, '0');
    ELSIF word = 'X' THEN made := made || '.';
    ELSIF word ~ '^[A-Z0-9]' THEN
      RAISE invalid_datetime_format USING MESSAGE = format('date format not recognized: %L', model);
    ELSE made := made || piece;
    END IF;
  END LOOP;
  RETURN made;
END
$$;
