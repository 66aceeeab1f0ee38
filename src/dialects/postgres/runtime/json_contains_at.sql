-- Whether a document is contained in what is at a path of another; a path that leads nowhere holds nothing.
-- Source: the manual of the source server, "JSON_CONTAINS".
-- Example: crosswalk_rt.json_contains_at('{"a": 1}', '1', '$.z') = false
CREATE OR REPLACE FUNCTION crosswalk_rt.json_contains_at(document jsonb, part jsonb, path text) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT coalesce(crosswalk_rt.json_get(document, path) @> part, false)
$$;
