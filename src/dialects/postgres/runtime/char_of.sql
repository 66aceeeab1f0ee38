-- The text whose bytes have these numbers, most significant byte first; nulls are left out.
-- Source: the manual of the source server, "String Functions and Operators".
-- Example: crosswalk_rt.char_of(77, 121) = 'My'
CREATE OR REPLACE FUNCTION crosswalk_rt.char_of(VARIADIC codes bigint[]) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT convert_from(decode(coalesce(string_agg(repeat('0', length(digits) % 2) || digits, '' ORDER BY place), ''), 'hex'), 'UTF8')
  FROM (SELECT to_hex(code & 4294967295) AS digits, place FROM unnest(codes) WITH ORDINALITY AS given(code, place) WHERE code IS NOT NULL) AS hex
$$;
