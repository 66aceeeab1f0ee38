-- The labels that a text with commas between them names, each once and in the order of the list; what is no label comes last, as it is.
-- Source: the manual of the source server, "The SET Type".
-- Example: crosswalk_rt.labels_of('y,X', ARRAY['x', 'y']) = ARRAY['x', 'y']
CREATE OR REPLACE FUNCTION crosswalk_rt.labels_of(value text, labels text[]) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(label ORDER BY array_position(labels, label) NULLS LAST, label COLLATE "C"), ARRAY[]::text[])
  FROM (
    SELECT DISTINCT crosswalk_rt.label_of(part, labels) COLLATE "C" AS label
    FROM unnest(string_to_array(value, ',')) AS named (part)
    WHERE value COLLATE "C" <> ''
  ) AS found
$$;
