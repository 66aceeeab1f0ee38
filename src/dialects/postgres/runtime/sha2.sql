-- The SHA-2 digest of bytes in hexadecimal; 0 bits means 256; null for any other size.
-- Source: the manual of the source server, "Encryption and Compression Functions".
-- Example: crosswalk_rt.sha2('\x616263', 0) = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
CREATE OR REPLACE FUNCTION crosswalk_rt.sha2(bytes bytea, bits integer) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE bits WHEN 0 THEN encode(sha256(bytes), 'hex') WHEN 224 THEN encode(sha224(bytes), 'hex') WHEN 256 THEN encode(sha256(bytes), 'hex')
    WHEN 384 THEN encode(sha384(bytes), 'hex') WHEN 512 THEN encode(sha512(bytes), 'hex') END
$$;
