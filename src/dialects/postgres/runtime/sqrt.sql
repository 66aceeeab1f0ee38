-- Square root; null below zero.
-- Source: the manual of the source server, "Mathematical Functions".
-- Example: crosswalk_rt.sqrt(4) = 2
CREATE OR REPLACE FUNCTION crosswalk_rt.sqrt(x double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN x >= 0 THEN sqrt(x) END
$$;
