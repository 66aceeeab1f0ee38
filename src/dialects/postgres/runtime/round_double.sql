-- A floating point number rounded to digits, in floating point: halves that it holds exactly go to the even neighbour.
-- Source: the manual of the source server, "Rounding Behavior".
-- Example: crosswalk_rt.round_double(1.25, 1) = 1.2
CREATE OR REPLACE FUNCTION crosswalk_rt.round_double(value double precision, digits integer) RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN digits < -308 THEN 0 WHEN digits < 0 THEN round(value / power(10::double precision, -digits)) * power(10::double precision, -digits)
    WHEN digits > 300 OR abs(value) > 1e300 / power(10::double precision, digits) THEN value
    ELSE round(value * power(10::double precision, digits)) / power(10::double precision, digits) END
$$;
