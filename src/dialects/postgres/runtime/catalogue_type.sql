-- The name of a type as the source's catalogue gives it, without length.
-- Source: the manual of the source server, "The INFORMATION_SCHEMA COLUMNS Table".
-- Example: crosswalk_rt.catalogue_type('integer'::regtype) = 'int'
CREATE OR REPLACE FUNCTION crosswalk_rt.catalogue_type(type oid) RETURNS text
LANGUAGE sql STABLE STRICT AS $$
  SELECT CASE t.typname WHEN 'int2' THEN 'smallint' WHEN 'int4' THEN 'int' WHEN 'int8' THEN 'bigint' WHEN 'bpchar' THEN 'char'
    WHEN 'numeric' THEN 'decimal' WHEN 'float4' THEN 'float' WHEN 'float8' THEN 'double' WHEN 'timestamp' THEN 'datetime' WHEN 'timestamptz' THEN 'timestamp'
    WHEN 'bool' THEN 'tinyint' WHEN 'bytea' THEN 'blob' WHEN 'jsonb' THEN 'json' WHEN 'interval' THEN 'time' ELSE t.typname::text END
  FROM pg_type AS t WHERE t.oid = type
$$;
