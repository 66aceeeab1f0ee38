-- The label that a text stands for, whatever its case, or by its place when it is a number; the text itself when there is none.
-- Source: the manual of the source server, "The ENUM Type".
-- Example: crosswalk_rt.label_of('X', ARRAY['x', 'y']) = 'x'
CREATE OR REPLACE FUNCTION crosswalk_rt.label_of(value text, labels text[]) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT coalesce((
    SELECT label FROM unnest(labels) WITH ORDINALITY AS listed (label, place)
    WHERE lower(label COLLATE "default") = lower(rtrim(value COLLATE "default"))
    ORDER BY label COLLATE "C" = value COLLATE "C" DESC, place LIMIT 1
  ), CASE WHEN value ~ '^\s*\+?[0-9]{1,9}\s*$' THEN labels[value::integer] END, value)
$$;
