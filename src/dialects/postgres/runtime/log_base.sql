-- Logarithm to a base; null outside its domain.
-- Source: the manual of the source server, "Mathematical Functions".
-- Example: crosswalk_rt.log_base(2, 8) = 3
CREATE OR REPLACE FUNCTION crosswalk_rt.log_base(base double precision, x double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN x <= 0 OR base <= 0 OR base = 1 THEN NULL WHEN base = 10 THEN log(x) ELSE log(base::numeric, x::numeric)::double precision END
$$;
