-- Arc sine; null outside -1 to 1.
-- Source: the manual of the source server, "Mathematical Functions".
-- Example: crosswalk_rt.asin(0) = 0
CREATE OR REPLACE FUNCTION crosswalk_rt.asin(x double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN x BETWEEN -1 AND 1 THEN asin(x) END
$$;
