-- A number, or the end of a range that is nearest to it: what is stored where a value does not fit and is not refused.
-- Source: the manual of the source server, "Out-of-Range and Overflow Handling".
-- Example: crosswalk_rt.nearest(300, 0, 255) = 255
CREATE OR REPLACE FUNCTION crosswalk_rt.nearest(value numeric, low numeric, high numeric) RETURNS numeric
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT least(greatest(value, low), high)
$$;
CREATE OR REPLACE FUNCTION crosswalk_rt.nearest(value double precision, low numeric, high numeric) RETURNS numeric
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT least(greatest(value, low::double precision), high::double precision)::numeric
$$;
CREATE OR REPLACE FUNCTION crosswalk_rt.nearest(value bigint, low numeric, high numeric) RETURNS numeric
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT least(greatest(value::numeric, low), high)
$$;
