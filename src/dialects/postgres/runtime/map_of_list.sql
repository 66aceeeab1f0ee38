-- The elements of a list, as texts, under the numbers of their places.
-- Source: the manual of the source server, "Bulk SQL and Bulk Binding".
-- Example: crosswalk_rt.map_of_list(ARRAY['x', NULL]) = '{"1": "x", "2": null}'
CREATE OR REPLACE FUNCTION crosswalk_rt.map_of_list(list text[]) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(jsonb_object_agg(place, value), '{}') FROM unnest(list) WITH ORDINALITY AS u (value, place)
$$;
