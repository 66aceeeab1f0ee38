-- The number of a set of labels: a bit for each label of its list, the first the lowest.
-- Source: the manual of the source server, "The SET Type".
-- Example: crosswalk_rt.label_bits(ARRAY['b'], ARRAY['a', 'b']) = 2
CREATE OR REPLACE FUNCTION crosswalk_rt.label_bits(labels text[], known text[]) RETURNS bigint
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT coalesce(sum(1::bigint << (place - 1)::integer), 0)::bigint
  FROM unnest(known) WITH ORDINALITY AS each(label, place) WHERE label = ANY (labels)
$$;
