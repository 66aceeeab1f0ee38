-- Two documents merged with all values kept.
-- Source: the manual of the source server, "JSON_MERGE_PRESERVE".
-- Example: crosswalk_rt.json_merge_preserve('1', 'true') = '[1, true]'::jsonb
CREATE OR REPLACE FUNCTION crosswalk_rt.json_merge_preserve(a jsonb, b jsonb) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  made jsonb := a;
  item record;
BEGIN
  IF jsonb_typeof(a) = 'object' AND jsonb_typeof(b) = 'object' THEN
    FOR item IN SELECT key, value FROM jsonb_each(b) LOOP
      made := made || jsonb_build_object(item.key, CASE WHEN made ? item.key THEN crosswalk_rt.json_merge_preserve(made -> item.key, item.value) ELSE item.value END);
    END LOOP;
    RETURN made;
  END IF;
  RETURN CASE WHEN jsonb_typeof(a) = 'array' THEN a ELSE jsonb_build_array(a) END
    || CASE WHEN jsonb_typeof(b) = 'array' THEN b ELSE jsonb_build_array(b) END;
END
$$;
