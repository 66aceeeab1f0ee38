-- The remainder of a division of doubles, exact as the C library's fmod is; null when the divisor is zero.
-- Source: the manual of the source server, "Arithmetic Operators".
-- Example: crosswalk_rt.float_mod(10.5, 0.1) = 0.09999999999999942 AND crosswalk_rt.float_mod(-7.25, 2) = -1.25
CREATE OR REPLACE FUNCTION crosswalk_rt.float_mod(a double precision, b double precision) RETURNS double precision
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  bits bigint[] := ARRAY[('x' || encode(float8send(a), 'hex'))::bit(64)::bigint, ('x' || encode(float8send(b), 'hex'))::bit(64)::bigint];
  powers integer[];
  whole numeric[];
  low integer;
BEGIN
  -- Both are taken as whole numbers times a common power of two.
  IF b = 0 THEN RETURN NULL; END IF;
  IF abs(a) < abs(b) THEN RETURN a; END IF;
  FOR i IN 1..2 LOOP
    powers[i] := greatest(((bits[i] >> 52) & 2047)::integer, 1) - 1075;
    whole[i] := (bits[i] & 4503599627370495) + CASE WHEN (bits[i] >> 52) & 2047 = 0 THEN 0 ELSE 4503599627370496 END;
  END LOOP;
  low := least(powers[1], powers[2]);
  RETURN sign(a) * mod(whole[1] * 2::numeric ^ (powers[1] - low), whole[2] * 2::numeric ^ (powers[2] - low))::double precision
    * 2::double precision ^ low;
END
$$;
