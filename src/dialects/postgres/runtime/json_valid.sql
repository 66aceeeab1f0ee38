-- True when a text is a JSON document.
-- Source: the manual of the source server, "JSON_VALID".
-- Example: crosswalk_rt.json_valid('{') = false
CREATE OR REPLACE FUNCTION crosswalk_rt.json_valid(value text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  PERFORM value::json;
  RETURN true;
EXCEPTION WHEN invalid_text_representation THEN
  RETURN false;
END
$$;
