-- Base 64 of bytes, as bytes, in lines of 64 characters with a carriage return and a line feed between them.
-- Source: the manual of the source server, "UTL_ENCODE, BASE64_ENCODE Function".
-- Example: crosswalk_rt.bytes_in_base64('\x61') = 'YQ=='
CREATE OR REPLACE FUNCTION crosswalk_rt.bytes_in_base64(bytes bytea) RETURNS bytea
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN convert_to(regexp_replace(translate(encode(bytes, 'base64'), E'\n', ''), '(.{64})(?=.)', E'\\1\r\n', 'g'), 'UTF8');
