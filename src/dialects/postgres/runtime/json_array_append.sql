-- A document with a value appended at a path; what is no array there becomes one.
-- Source: the manual of the source server, "JSON_ARRAY_APPEND".
-- Example: crosswalk_rt.json_array_append('[1]', '$', '2') = '[1, 2]'::jsonb
CREATE OR REPLACE FUNCTION crosswalk_rt.json_array_append(document jsonb, path text, value jsonb) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  keys text[] := crosswalk_rt.json_changed_at(path);
  found jsonb := document #> keys;
  longer jsonb;
BEGIN
  IF found IS NULL THEN RETURN document; END IF;
  longer := CASE WHEN jsonb_typeof(found) = 'array' THEN found ELSE jsonb_build_array(found) END || jsonb_build_array(value);
  RETURN CASE WHEN cardinality(keys) = 0 THEN longer ELSE jsonb_set(document, keys, longer) END;
END
$$;
