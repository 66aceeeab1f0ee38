-- What is left of a number beside the nearest multiple of another; of two that are equally near, the even one.
-- Source: the manual of the source server, "SQL Language Reference, REMAINDER".
-- Example: crosswalk_rt.nearest_remainder(7, 4) = -1
CREATE OR REPLACE FUNCTION crosswalk_rt.nearest_remainder(a numeric, b numeric) RETURNS numeric
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN a - b * CASE WHEN abs(a / b - trunc(a / b)) = 0.5 THEN 2 * round(a / b / 2) ELSE round(a / b) END;
