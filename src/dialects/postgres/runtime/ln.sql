-- Natural logarithm; null for zero and below.
-- Source: the manual of the source server, "Mathematical Functions".
-- Example: crosswalk_rt.ln(1) = 0
CREATE OR REPLACE FUNCTION crosswalk_rt.ln(x double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN x > 0 THEN ln(x) END
$$;
