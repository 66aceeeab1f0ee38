-- A text as an exact number: as much of its start as is one, 0 when nothing is.
-- Source: the manual of the source server, "Cast Functions and Operators".
-- Example: crosswalk_rt.to_decimal('12.50 EUR') = 12.50
CREATE OR REPLACE FUNCTION crosswalk_rt.to_decimal(value text) RETURNS numeric
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT coalesce(substring(value COLLATE "C" FROM '^\s*([-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?)')::numeric, 0)
$$;
