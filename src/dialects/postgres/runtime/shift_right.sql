-- The unsigned 64 bits of a number moved right.
-- Source: the manual of the source server, "Bit Functions and Operators".
-- Example: crosswalk_rt.shift_right(4, 2) = 1
CREATE OR REPLACE FUNCTION crosswalk_rt.shift_right(value numeric, places integer) RETURNS numeric
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN places > 63 OR places < 0 THEN 0 ELSE div(crosswalk_rt.unsigned64(value), power(2::numeric, places)) END
$$;
