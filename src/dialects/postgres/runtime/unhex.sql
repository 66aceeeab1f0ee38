-- The bytes that hexadecimal digits stand for; null when a character is no digit.
-- Source: the manual of the source server, "String Functions and Operators".
-- Example: crosswalk_rt.unhex('4D') = '\x4d'::bytea
CREATE OR REPLACE FUNCTION crosswalk_rt.unhex(digits text) RETURNS bytea
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN digits COLLATE "C" ~ '^[0-9A-Fa-f]*$' THEN decode(repeat('0', length(digits) % 2) || digits, 'hex') END
$$;
