-- Arc cosine; null outside -1 to 1.
-- Source: the manual of the source server, "Mathematical Functions".
-- Example: crosswalk_rt.acos(1) = 0
CREATE OR REPLACE FUNCTION crosswalk_rt.acos(x double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN x BETWEEN -1 AND 1 THEN acos(x) END
$$;
