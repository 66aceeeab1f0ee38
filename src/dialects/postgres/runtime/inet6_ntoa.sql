-- 4 or 16 bytes as an address; null for any other number of bytes.
-- Source: the manual of the source server, "Miscellaneous Functions".
-- Example: crosswalk_rt.inet6_ntoa('\x0a000509') = '10.0.5.9'
CREATE OR REPLACE FUNCTION crosswalk_rt.inet6_ntoa(bytes bytea) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE length(bytes) WHEN 4 THEN concat_ws('.', get_byte(bytes, 0), get_byte(bytes, 1), get_byte(bytes, 2), get_byte(bytes, 3))
    WHEN 16 THEN host((regexp_replace(encode(bytes, 'hex'), '(.{4})(?=.)', '\1:', 'g'))::inet) END
$$;
