-- A document with a value put at a path: set always, insert where nothing is, replace where something is. Beyond the end of an array is its end.
-- Source: the manual of the source server, "Functions That Modify JSON Values".
-- Example: crosswalk_rt.json_put('insert', '{"a": 1}', '$.b', '2') = '{"a": 1, "b": 2}'::jsonb
CREATE OR REPLACE FUNCTION crosswalk_rt.json_put(how text, document jsonb, path text, value jsonb) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  keys text[] := crosswalk_rt.json_changed_at(path);
  parent jsonb;
  present boolean;
BEGIN
  IF cardinality(keys) = 0 THEN RETURN CASE WHEN lower(how) = 'insert' THEN document ELSE value END; END IF;
  present := document #> keys IS NOT NULL;
  IF present THEN RETURN CASE WHEN lower(how) = 'insert' THEN document ELSE jsonb_set(document, keys, value) END; END IF;
  IF lower(how) = 'replace' THEN RETURN document; END IF;
  parent := document #> keys[:cardinality(keys) - 1];
  IF parent IS NULL OR jsonb_typeof(parent) NOT IN ('array', 'object') THEN RETURN document; END IF;
  IF (path COLLATE "C" ~ '\]\s*$') <> (jsonb_typeof(parent) = 'array') THEN RETURN document; END IF;
  RETURN jsonb_set(document, keys, value, true);
END
$$;
