-- The texts whose bit is set, separated by commas; nulls are left out.
-- Source: the manual of the source server, "String Functions and Operators".
-- Example: crosswalk_rt.make_set(5, ARRAY['a', 'b', 'c']) = 'a,c'
CREATE OR REPLACE FUNCTION crosswalk_rt.make_set(bits bigint, items text[]) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT coalesce(string_agg(item, ',' ORDER BY place), '')
  FROM unnest(items) WITH ORDINALITY AS given(item, place) WHERE place <= 64 AND (bits >> (place - 1)::integer) & 1 = 1
$$;
