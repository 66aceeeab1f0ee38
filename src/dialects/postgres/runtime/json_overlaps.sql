-- True when two documents have an element or a pair in common.
-- Source: the manual of the source server, "JSON_OVERLAPS".
-- Example: crosswalk_rt.json_overlaps('[1, 3]', '[3]') = true
CREATE OR REPLACE FUNCTION crosswalk_rt.json_overlaps(a jsonb, b jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE
    WHEN jsonb_typeof(a) = 'object' AND jsonb_typeof(b) = 'object' THEN EXISTS (SELECT 1 FROM jsonb_each(a) AS x, jsonb_each(b) AS y WHERE x.key = y.key AND x.value = y.value)
    ELSE EXISTS (SELECT 1 FROM jsonb_array_elements(CASE WHEN jsonb_typeof(a) = 'array' THEN a ELSE jsonb_build_array(a) END) AS x(value),
      jsonb_array_elements(CASE WHEN jsonb_typeof(b) = 'array' THEN b ELSE jsonb_build_array(b) END) AS y(value) WHERE x.value = y.value) END
$$;
