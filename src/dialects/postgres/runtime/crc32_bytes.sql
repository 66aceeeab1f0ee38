-- The CRC-32 of bytes as an unsigned number.
-- Source: the manual of the source server, "Mathematical Functions".
-- Example: crosswalk_rt.crc32_bytes('\x') = 0
CREATE OR REPLACE FUNCTION crosswalk_rt.crc32_bytes(bytes bytea) RETURNS bigint
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  crc bigint := 4294967295;
BEGIN
  FOR at IN 0..length(bytes) - 1 LOOP
    crc := crc # get_byte(bytes, at);
    FOR bit IN 1..8 LOOP
      crc := CASE WHEN crc & 1 = 1 THEN (crc >> 1) # 3988292384 ELSE crc >> 1 END;
    END LOOP;
  END LOOP;
  RETURN crc # 4294967295;
END
$$;
