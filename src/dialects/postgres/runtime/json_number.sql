-- A JSON value as a number: that of a text is what it begins with, true is 1, anything else 0.
-- Source: the manual of the source server, "Conversion Between JSON and Non-JSON Values".
-- Example: crosswalk_rt.json_number('"5 apples"') = 5
CREATE OR REPLACE FUNCTION crosswalk_rt.json_number(value jsonb) RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE jsonb_typeof(value) WHEN 'number' THEN (value #>> '{}')::double precision WHEN 'string' THEN crosswalk_rt.to_number(value #>> '{}')
    WHEN 'boolean' THEN value::boolean::integer ELSE 0 END
$$;
