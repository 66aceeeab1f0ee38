-- A bit value as its bytes read as text.
-- Source: the manual of the source server, "Bit-Value Literals".
-- Example: crosswalk_rt.bits_text(b'01000001') = 'A'
CREATE OR REPLACE FUNCTION crosswalk_rt.bits_text(value varbit) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT convert_from(crosswalk_rt.bits_bytes(value), 'UTF8')
$$;
