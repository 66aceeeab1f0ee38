-- How many members or elements a document has; 1 for a scalar.
-- Source: the manual of the source server, "JSON_LENGTH".
-- Example: crosswalk_rt.json_length('[1, 2]') = 2
CREATE OR REPLACE FUNCTION crosswalk_rt.json_length(document jsonb) RETURNS integer
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE jsonb_typeof(document) WHEN 'array' THEN jsonb_array_length(document)
    WHEN 'object' THEN (SELECT count(*)::integer FROM jsonb_object_keys(document)) ELSE 1 END
$$;
