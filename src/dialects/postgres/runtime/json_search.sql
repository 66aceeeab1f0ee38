-- The path, or all paths as an array, of the strings that fit a LIKE pattern.
-- Source: the manual of the source server, "JSON_SEARCH".
-- Example: crosswalk_rt.json_search('["abc"]', 'one', 'a%') = '"$[0]"'::jsonb
CREATE OR REPLACE FUNCTION crosswalk_rt.json_search(document jsonb, how text, pattern text) RETURNS jsonb
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  WITH RECURSIVE node(path, value, place) AS (
    SELECT '$'::text, document, ARRAY[]::bigint[]
    UNION ALL
    SELECT node.path || step.suffix, step.value, node.place || step.at FROM node, LATERAL (
      SELECT CASE WHEN e.key ~ '^[A-Za-z_$][A-Za-z0-9_$]*$' THEN '.' || e.key ELSE '.' || to_jsonb(e.key)::text END AS suffix, e.value, e.at
      FROM jsonb_each(CASE WHEN jsonb_typeof(node.value) = 'object' THEN node.value ELSE '{}' END) WITH ORDINALITY AS e(key, value, at)
      UNION ALL
      SELECT '[' || (i.at - 1) || ']', i.value, i.at
      FROM jsonb_array_elements(CASE WHEN jsonb_typeof(node.value) = 'array' THEN node.value ELSE '[]' END) WITH ORDINALITY AS i(value, at)) AS step
  ), hit AS (SELECT path, place FROM node WHERE jsonb_typeof(value) = 'string' AND value #>> '{}' LIKE pattern COLLATE "C")
  SELECT CASE WHEN count(*) = 0 THEN NULL WHEN lower(how) = 'one' OR count(*) = 1 THEN to_jsonb((array_agg(path ORDER BY place))[1])
    ELSE jsonb_agg(path ORDER BY place) END FROM hit
$$;
