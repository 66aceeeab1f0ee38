-- A number written by a number format model; a number that does not fit is a row of number signs.
-- Source: the manual of the source server, "SQL Language Reference, Number Format Models".
-- Example: crosswalk_rt.number_text(-1234.5, 'L9G999D00PR') = '         <$1,234.50>'
CREATE OR REPLACE FUNCTION crosswalk_rt.number_text(value numeric, model text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  written text COLLATE "C" := upper(btrim(model));
  fills boolean := true;
  blank boolean := false;
  sign text COLLATE "C" := '';
  money text := '';
  shift integer := 0;
  whole text; decimals text; digits text; made text := '';
  shown numeric := value;
  room integer := 1; width integer; at integer; place integer := 0; first integer;
  c text COLLATE "C";
BEGIN
  IF written LIKE 'FM%' THEN
    fills := false;
    written := substr(written, 3);
  END IF;
  IF written ~ '^TM9?$' THEN RETURN crosswalk_rt.short_number(value); END IF;
  IF written = 'RN' THEN
    made := to_char(value, CASE WHEN fills THEN 'RN' ELSE 'FMRN' END);
    RETURN CASE WHEN btrim(model) COLLATE "C" LIKE '%rn' THEN lower(made) ELSE made END;
  END IF;
  IF written ~ '^0*X+$' THEN
    IF value < 0 OR value >= 9223372036854775807 THEN RETURN repeat('#', length(written) + CASE WHEN fills THEN 1 ELSE 0 END); END IF;
    digits := to_hex(round(value)::bigint);
    IF btrim(model) COLLATE "C" ~ 'X' THEN digits := upper(digits); END IF;
    IF length(digits) > length(written) THEN RETURN repeat('#', length(written) + CASE WHEN fills THEN 1 ELSE 0 END); END IF;
    IF left(written, 1) = '0' THEN digits := lpad(digits, length(written), '0'); END IF;
    RETURN CASE WHEN fills THEN lpad(digits, length(written) + 1) ELSE digits END;
  END IF;
  IF written ~ 'EEEE$' THEN
    at := CASE WHEN value = 0 THEN 0 ELSE floor(log(abs(value))) END;
    at := at + CASE WHEN round(abs(value) * 10::numeric ^ -at, length(substring(written FROM '\.(.*)EEEE'))) >= 10 THEN 1 ELSE 0 END;
    made := CASE WHEN value < 0 THEN '-' ELSE '' END || round(abs(value) * 10::numeric ^ -at, coalesce(length(substring(written FROM '\.(.*)EEEE')), 0))
      || 'E' || CASE WHEN at < 0 THEN '-' ELSE '+' END || lpad(abs(at)::text, greatest(2, length(abs(at)::text)), '0');
    RETURN CASE WHEN fills THEN lpad(made, greatest(length(written) + 2, length(made))) ELSE made END;
  END IF;
  IF written ~ '^S' THEN
    sign := 'S<';
    written := substr(written, 2);
  ELSIF written ~ 'S$' THEN
    sign := 'S>';
    written := left(written, -1);
  ELSIF written ~ '(MI|PR)$' THEN
    sign := right(written, 2);
    written := left(written, -2);
  END IF;
  IF written ~ '[$L]' THEN
    money := '$';
    -- A local currency has ten places.
    IF written ~ 'L' AND fills THEN room := 10; END IF;
    written := translate(written, '$L', '');
  END IF;
  IF written ~ 'B' THEN
    blank := true;
    written := replace(written, 'B', '');
  END IF;
  written := translate(written, 'GD', ',.');
  IF written !~ '^[09,]*([.V][09]*)?$' OR written !~ '[09]' OR written ~ '^,' THEN
    RAISE invalid_parameter_value USING MESSAGE = format('invalid number format model: %L', model);
  END IF;
  IF written ~ 'V' THEN
    shift := length(substring(written FROM 'V(.*)$'));
    shown := value * 10::numeric ^ shift;
    written := replace(written, 'V', '');
  END IF;
  whole := split_part(written, '.', 1);
  decimals := split_part(written, '.', 2);
  shown := round(shown, length(decimals));
  width := length(written) + CASE money WHEN '' THEN 0 ELSE room END + CASE sign WHEN 'PR' THEN 2 ELSE 1 END;
  digits := split_part(abs(shown)::text, '.', 1);
  IF digits = '0' AND (whole = '' OR (length(decimals) > 0 AND whole !~ '0')) THEN digits := ''; END IF;
  IF length(digits) > length(replace(whole, ',', '')) THEN RETURN repeat('#', width); END IF;
  IF blank AND shown = 0 AND trunc(value) = 0 THEN RETURN CASE WHEN fills THEN repeat(' ', width) ELSE NULL END; END IF;
  -- Blanks where there is no digit, zeros from the first 0 on, a separator only behind a digit.
  first := length(replace(whole, ',', '')) - coalesce(length(substring(replace(whole, ',', '') FROM '0.*$')), 0);
  digits := lpad(lpad(digits, greatest(length(digits), length(replace(whole, ',', '')) - first), '0'), length(replace(whole, ',', '')));
  FOR at IN 1 .. length(whole) LOOP
    c := substr(whole, at, 1);
    IF c <> ',' THEN place := place + 1; END IF;
    made := made || CASE WHEN c <> ',' THEN substr(digits, place, 1) WHEN btrim(made) = '' THEN ' ' ELSE ',' END;
  END LOOP;
  IF written ~ '\.' THEN
    c := CASE WHEN decimals = '' THEN '' ELSE split_part(to_char(abs(shown), 'FM99999999999999999999999999999999999999990.' || repeat('0', length(decimals))), '.', 2) END;
    IF NOT fills THEN
      first := length(decimals) - length(substring(decimals FROM '9*$'));
      c := left(c, first) || rtrim(substr(c, first + 1), '0');
    END IF;
    made := made || '.' || c;
  END IF;
  -- Of zero without a digit a zero is left where nothing pads it.
  made := money || CASE WHEN btrim(made) = '.' THEN '0.' ELSE ltrim(made) END;
  IF sign = 'MI' THEN made := made || CASE WHEN value < 0 THEN '-' WHEN fills THEN ' ' ELSE '' END;
  ELSIF sign = 'S>' THEN made := made || CASE WHEN value < 0 THEN '-' ELSE '+' END;
  ELSIF sign = 'S<' THEN made := CASE WHEN value < 0 THEN '-' ELSE '+' END || made;
  ELSIF sign = 'PR' THEN made := CASE WHEN value < 0 THEN '<' || made || '>' WHEN fills THEN ' ' || made || ' ' ELSE made END;
  ELSIF value < 0 THEN made := '-' || made;
  END IF;
  RETURN CASE WHEN fills THEN lpad(made, width) ELSE made END;
END
$$;
