-- A text without the quotes of a JSON string around it; unchanged when it is none.
-- Source: the manual of the source server, "JSON_UNQUOTE".
-- Example: crosswalk_rt.json_unquote_text('"a"') = 'a'
CREATE OR REPLACE FUNCTION crosswalk_rt.json_unquote_text(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN length(value) > 1 AND left(value, 1) = '"' AND right(value, 1) = '"' THEN value::jsonb #>> '{}' ELSE value END
$$;
