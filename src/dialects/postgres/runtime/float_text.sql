-- A floating point number as text: with an exponent only from 1e15 on and below 1e-15, and without a plus in it.
-- Source: the manual of the source server, "Numeric Literals".
-- Example: crosswalk_rt.float_text(1e15) = '1e15'
CREATE OR REPLACE FUNCTION crosswalk_rt.float_text(value double precision) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN value <> 0 AND (abs(value) >= 1e15 OR abs(value) < 1e-15) THEN replace(value::text, 'e+', 'e')
    ELSE value::text::numeric::text END
$$;
