-- Digits of one base (2 to 36) as digits of another, through an unsigned number of 64 bits.
-- Source: the manual of the source server, "Mathematical Functions".
-- Example: crosswalk_rt.conv('ff', 16, 10) = '255'
CREATE OR REPLACE FUNCTION crosswalk_rt.conv(digits text, from_base integer, to_base integer) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  alphabet constant text := '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
  text_left text := upper(btrim(digits COLLATE "C"));
  negative boolean := left(text_left, 1) = '-';
  value numeric := 0;
  made text := '';
  digit integer;
BEGIN
  IF abs(from_base) NOT BETWEEN 2 AND 36 OR abs(to_base) NOT BETWEEN 2 AND 36 THEN RETURN NULL; END IF;
  IF text_left = '' THEN RETURN NULL; END IF;
  FOR at IN CASE WHEN left(text_left, 1) IN ('-', '+') THEN 2 ELSE 1 END..length(text_left) LOOP
    digit := strpos(alphabet COLLATE "C", substr(text_left, at, 1)) - 1;
    EXIT WHEN digit < 0 OR digit >= abs(from_base);
    value := value * abs(from_base) + digit;
  END LOOP;
  value := least(value, 18446744073709551615);
  IF negative AND value > 0 THEN value := 18446744073709551616 - value; END IF;
  negative := to_base < 0 AND value > 9223372036854775807;
  IF negative THEN value := 18446744073709551616 - value; END IF;
  LOOP
    made := substr(alphabet, (value % abs(to_base))::integer + 1, 1) || made;
    value := div(value, abs(to_base)::numeric);
    EXIT WHEN value = 0;
  END LOOP;
  RETURN CASE WHEN negative THEN '-' ELSE '' END || made;
END
$$;
