-- A floating point number cut after digits, in floating point.
-- Source: the manual of the source server, "Mathematical Functions".
-- Example: crosswalk_rt.truncate_double(-1.29, 1) = -1.2
CREATE OR REPLACE FUNCTION crosswalk_rt.truncate_double(value double precision, digits integer) RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN digits < -308 THEN 0 WHEN digits < 0 THEN trunc(value / power(10::double precision, -digits)) * power(10::double precision, -digits)
    WHEN digits > 300 OR abs(value) > 1e300 / power(10::double precision, digits) THEN value
    ELSE trunc(value * power(10::double precision, digits)) / power(10::double precision, digits) END
$$;
