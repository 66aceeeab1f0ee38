-- Bytes from the last to the first.
-- Source: the manual of the source server, "UTL_RAW, REVERSE Function".
-- Example: crosswalk_rt.bytes_reversed('\x0102ff') = '\xff0201'
CREATE OR REPLACE FUNCTION crosswalk_rt.bytes_reversed(bytes bytea) RETURNS bytea
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (SELECT coalesce(string_agg(substr(bytes, place, 1), '' ORDER BY place DESC), '') FROM generate_series(1, octet_length(bytes)) AS place);
