-- The four bytes of a number: order 1 has the high byte first, 2 and 3 the low one.
-- Source: the manual of the source server, "UTL_RAW, CAST_FROM_BINARY_INTEGER Function".
-- Example: crosswalk_rt.bytes_of_integer(258, 2) = '\x02010000'
CREATE OR REPLACE FUNCTION crosswalk_rt.bytes_of_integer(number integer, byte_order integer) RETURNS bytea
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE byte_order WHEN 1 THEN int4send(number) ELSE crosswalk_rt.bytes_reversed(int4send(number)) END;
