-- How deep a document is; 1 for a scalar or an empty one.
-- Source: the manual of the source server, "JSON_DEPTH".
-- Example: crosswalk_rt.json_depth('[10, {"a": 20}]') = 3
CREATE OR REPLACE FUNCTION crosswalk_rt.json_depth(document jsonb) RETURNS integer
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  IF jsonb_typeof(document) = 'object' THEN
    RETURN 1 + coalesce((SELECT max(crosswalk_rt.json_depth(value)) FROM jsonb_each(document)), 0);
  ELSIF jsonb_typeof(document) = 'array' THEN
    RETURN 1 + coalesce((SELECT max(crosswalk_rt.json_depth(value)) FROM jsonb_array_elements(document)), 0);
  END IF;
  RETURN 1;
END
$$;
