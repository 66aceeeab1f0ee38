-- A floating point number of 32 bits as text: six digits of it.
-- Source: the manual of the source server, "Numeric Literals".
-- Example: crosswalk_rt.single_text(1234567) = '1234570'
CREATE OR REPLACE FUNCTION crosswalk_rt.single_text(value real) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT crosswalk_rt.float_text(to_char(value, '9.99999EEEE')::double precision)
$$;
