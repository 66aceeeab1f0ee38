-- The text of a JSON scalar.
-- Source: the manual of the source server, "Cast Functions and Operators".
-- Example: crosswalk_rt.value_text('"a"'::jsonb) = 'a'
CREATE OR REPLACE FUNCTION crosswalk_rt.value_text(value jsonb) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT value #>> '{}'
$$;
