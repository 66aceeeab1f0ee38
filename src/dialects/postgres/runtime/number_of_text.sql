-- A text read by a number format model: digits, separators, point, sign and currency as the model has them.
-- Source: the manual of the source server, "SQL Language Reference, TO_NUMBER".
-- Example: crosswalk_rt.number_of_text('-$1,234.50', 'L9G999D99') = -1234.50
CREATE OR REPLACE FUNCTION crosswalk_rt.number_of_text(value text, model text) RETURNS numeric
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  written text COLLATE "C" := translate(regexp_replace(upper(btrim(model)) COLLATE "C", '^FM', ''), 'GDL', ',.$');
  given text COLLATE "C" := btrim(value);
  negative boolean := false;
  whole text COLLATE "C"; decimals text COLLATE "C"; digits text COLLATE "C";
BEGIN
  IF given = '' THEN RETURN NULL; END IF;
  IF written ~ '^0*X+$' THEN
    IF given !~* '^[0-9A-F]+$' OR length(given) > least(length(written), 15) THEN RAISE invalid_text_representation USING MESSAGE = 'invalid number'; END IF;
    RETURN ('x' || lpad(given, 16, '0'))::bit(64)::bigint;
  END IF;
  IF written ~ '^TM9?$' THEN RETURN given::numeric; END IF;
  IF written ~ 'PR$' THEN
    negative := given ~ '^<.*>$';
    given := btrim(given, '<> ');
  ELSIF written ~ '(MI|S)$' THEN
    negative := given ~ '-$';
    given := regexp_replace(given, '[-+ ]$', '');
  ELSE
    negative := given ~ '^-';
    given := regexp_replace(given, '^[-+]', '');
  END IF;
  written := regexp_replace(regexp_replace(written, '^S|B', ''), '(MI|PR|S)$', '');
  IF written ~ '[$]' THEN given := regexp_replace(given, '^[$]', ''); END IF;
  written := replace(written, '$', '');
  IF written !~ '^[09,]*([.][09]*)?$' THEN
    RAISE invalid_parameter_value USING MESSAGE = format('invalid number format model: %L', model);
  END IF;
  whole := split_part(written, '.', 1);
  decimals := split_part(written, '.', 2);
  digits := split_part(given, '.', 1);
  -- Separators stand where the model has them, counted from the point.
  IF given !~ '^[0-9,]*([.][0-9]*)?$' OR given !~ '[0-9]' OR length(replace(digits, ',', '')) > length(replace(whole, ',', ''))
    OR (position('.' IN given) > 0 AND position('.' IN written) = 0) OR length(split_part(given, '.', 2)) > length(decimals)
    OR translate(right(whole, length(digits)), '09', '') <> translate(digits, '0123456789', '')
    OR (position(',' IN digits) > 0 AND regexp_replace(right(whole, length(digits)), '[09]', 'd', 'g') <> regexp_replace(digits, '[0-9]', 'd', 'g')) THEN
    RAISE invalid_text_representation USING MESSAGE = 'invalid number';
  END IF;
  RETURN CASE WHEN negative THEN -1 ELSE 1 END * (replace(given, ',', ''))::numeric;
END
$$;
