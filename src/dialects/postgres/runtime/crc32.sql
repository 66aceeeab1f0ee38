-- The CRC-32 of a text in UTF-8.
-- Source: the manual of the source server, "Mathematical Functions".
-- Example: crosswalk_rt.crc32('MySQL') = 3259397556
CREATE OR REPLACE FUNCTION crosswalk_rt.crc32(value text) RETURNS bigint
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT crosswalk_rt.crc32_bytes(convert_to(value, 'UTF8'))
$$;
