-- The bytes that a base 64 text stands for; null when it is none.
-- Source: the manual of the source server, "String Functions and Operators".
-- Example: crosswalk_rt.from_base64('YWJj') = '\x616263'::bytea
CREATE OR REPLACE FUNCTION crosswalk_rt.from_base64(value text) RETURNS bytea
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN packed ~ '^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$' THEN decode(packed, 'base64') END
  FROM (SELECT regexp_replace(value COLLATE "C", '\s', '', 'g') AS packed) AS text
$$;
