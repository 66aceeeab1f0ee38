-- A number as an IPv4 address; null when it is no number of 32 bits.
-- Source: the manual of the source server, "Miscellaneous Functions".
-- Example: crosswalk_rt.inet_ntoa(167773449) = '10.0.5.9'
CREATE OR REPLACE FUNCTION crosswalk_rt.inet_ntoa(value bigint) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN value BETWEEN 0 AND 4294967295 THEN
    concat_ws('.', value >> 24, (value >> 16) & 255, (value >> 8) & 255, value & 255) END
$$;
