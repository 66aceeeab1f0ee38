-- Bitwise AND of two whole numbers of up to 127 bits, in two's complement. What lies behind the point is not looked at.
-- Source: the manual of the source server, "BITAND".
-- Example: crosswalk_rt.bit_and(18446744073709551616, 18446744073709551617) = 18446744073709551616
CREATE OR REPLACE FUNCTION crosswalk_rt.bit_and(a numeric, b numeric) RETURNS numeric
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT trunc(CASE WHEN a < 0 AND b < 0 THEN bits - 340282366920938463463374607431768211456 ELSE bits END)
  FROM (
    SELECT sum((mod(div(x, power(4294967296::numeric, n)), 4294967296)::bigint
        & mod(div(y, power(4294967296::numeric, n)), 4294967296)::bigint) * power(4294967296::numeric, n)) AS bits
    FROM (SELECT trunc(a) + CASE WHEN a < 0 THEN 340282366920938463463374607431768211456 ELSE 0 END,
        trunc(b) + CASE WHEN b < 0 THEN 340282366920938463463374607431768211456 ELSE 0 END) AS whole (x, y),
      generate_series(0, 3) AS g (n)
  ) AS q
$$;
