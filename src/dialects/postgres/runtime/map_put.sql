-- A list by keys with this element, as text, for the key.
-- Source: the manual of the source server, "Associative Arrays".
-- Example: crosswalk_rt.map_put('{"a": "x"}', 'b', 'y') = '{"a": "x", "b": "y"}'
CREATE OR REPLACE FUNCTION crosswalk_rt.map_put(map jsonb, key text, value text) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
  IF key IS NULL THEN
    RAISE null_value_not_allowed USING MESSAGE = 'a key of a list has no value';
  END IF;
  RETURN coalesce(map, '{}') || jsonb_build_object(key, value);
END
$$;
