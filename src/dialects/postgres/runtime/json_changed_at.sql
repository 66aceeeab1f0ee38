-- The keys of a path at which a document is changed: wildcards and what is no path are refused.
-- Source: the manual of the source server, "Functions That Modify JSON Values".
-- Example: crosswalk_rt.json_changed_at('$.a[0]') = ARRAY['a', '0']
CREATE OR REPLACE FUNCTION crosswalk_rt.json_changed_at(path text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  keys text[] := crosswalk_rt.json_keys_of_path(path);
BEGIN
  IF keys IS NULL THEN
    RAISE EXCEPTION USING ERRCODE = '22033', MESSAGE = format('"%s" is no path to one place of a document', path);
  END IF;
  RETURN keys;
END
$$;
