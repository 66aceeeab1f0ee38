-- The text of a JSON string, any other value as it is written.
-- Source: the manual of the source server, "JSON_UNQUOTE".
-- Example: crosswalk_rt.json_unquote('"a"'::jsonb) = 'a'
CREATE OR REPLACE FUNCTION crosswalk_rt.json_unquote(value jsonb) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT coalesce(value #>> '{}', 'null')
$$;
