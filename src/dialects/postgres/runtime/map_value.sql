-- The element that a list by keys has for a key, as text; an error where there is none. Keys stand in an object of JSON.
-- Source: the manual of the source server, "Associative Arrays".
-- Example: crosswalk_rt.map_value('{"a": "x"}', 'a') = 'x'
CREATE OR REPLACE FUNCTION crosswalk_rt.map_value(map jsonb, key text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
  IF map ? key THEN
    RETURN map ->> key;
  END IF;
  IF key IS NULL THEN
    RAISE null_value_not_allowed USING MESSAGE = 'a key of a list has no value';
  END IF;
  RAISE no_data_found USING MESSAGE = format('a list has no element %s', key);
END
$$;
