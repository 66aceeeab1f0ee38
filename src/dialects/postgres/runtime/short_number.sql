-- A number as text without zeros at its ends: neither in front of its point nor behind its last digit.
-- Source: the manual of the source server, "SQL Language Reference, TO_CHAR (number)".
-- Example: crosswalk_rt.short_number(-0.50) = '-.5'
CREATE OR REPLACE FUNCTION crosswalk_rt.short_number(value numeric) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN abs(value) < 1 AND value <> 0 THEN replace(trim_scale(value)::text, '0.', '.') ELSE trim_scale(value)::text END
$$;
