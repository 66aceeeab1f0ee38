-- A text as a number: as much of its start as is one, 0 when nothing is.
-- Source: the manual of the source server, "Type Conversion in Expression Evaluation".
-- Example: crosswalk_rt.to_number('1abc') = 1
CREATE OR REPLACE FUNCTION crosswalk_rt.to_number(value text) RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT coalesce(substring(value COLLATE "C" FROM '^\s*([-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)')::double precision, 0)
$$;
