-- The value at a path without wildcards; null when nothing is there. The first element of what is no array is the value itself.
-- Source: the manual of the source server, "JSON Path Syntax".
-- Example: crosswalk_rt.json_at('{"a": 1}', '$.a[0]') = '1'::jsonb
CREATE OR REPLACE FUNCTION crosswalk_rt.json_at(document jsonb, path text) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  at jsonb := document;
  step text[];
BEGIN
  FOR step IN SELECT hit FROM regexp_matches(substr(ltrim(path COLLATE "C"), 2), '\.\s*"([^"]*)"|\.\s*([^].\[\s"*](?:[^].\["*]*[^].\[\s"*])?)|\[\s*([0-9]+)\s*\]', 'g') AS found(hit) LOOP
    IF step[3] IS NULL THEN
      at := CASE WHEN jsonb_typeof(at) = 'object' THEN at -> coalesce(step[1], step[2]) END;
    ELSIF jsonb_typeof(at) = 'array' THEN
      at := at -> step[3]::integer;
    ELSIF step[3] COLLATE "C" !~ '^0+$' THEN
      RETURN NULL;
    END IF;
    IF at IS NULL THEN RETURN NULL; END IF;
  END LOOP;
  RETURN at;
END
$$;
