-- Two documents merged as RFC 7396 says.
-- Source: the manual of the source server, "JSON_MERGE_PATCH".
-- Example: crosswalk_rt.json_merge_patch('{"a": 1}', '{"a": null}') = '{}'::jsonb
CREATE OR REPLACE FUNCTION crosswalk_rt.json_merge_patch(target jsonb, patch jsonb) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  made jsonb := CASE WHEN jsonb_typeof(target) = 'object' THEN target ELSE '{}' END;
  item record;
BEGIN
  IF jsonb_typeof(patch) <> 'object' THEN RETURN patch; END IF;
  FOR item IN SELECT key, value FROM jsonb_each(patch) LOOP
    IF jsonb_typeof(item.value) = 'null' THEN
      made := made - item.key;
    ELSE
      made := made || jsonb_build_object(item.key, crosswalk_rt.json_merge_patch(coalesce(made -> item.key, '{}'), item.value));
    END IF;
  END LOOP;
  RETURN made;
END
$$;
