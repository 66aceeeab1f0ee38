-- A whole number as text with zeros in front, as columns with ZEROFILL show it.
-- Source: the manual of the source server, "Numeric Type Attributes".
-- Example: crosswalk_rt.zero_filled(42, 5) = '00042'
CREATE OR REPLACE FUNCTION crosswalk_rt.zero_filled(value numeric, width integer) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT lpad(value::text, greatest(width, length(value::text)), '0')
$$;
