-- True when a value is an element of an array, or equal to what is no array.
-- Source: the manual of the source server, "MEMBER OF".
-- Example: crosswalk_rt.member_of('2', '[1, 2]') = true
CREATE OR REPLACE FUNCTION crosswalk_rt.member_of(value jsonb, list jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN jsonb_typeof(list) = 'array' THEN EXISTS (SELECT 1 FROM jsonb_array_elements(list) AS element WHERE element = value) ELSE list = value END
$$;
