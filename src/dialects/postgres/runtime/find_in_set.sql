-- The place of a text in a list separated by commas; 0 when it is not there.
-- Source: the manual of the source server, "String Functions and Operators".
-- Example: crosswalk_rt.find_in_set('b', 'a,b') = 2
CREATE OR REPLACE FUNCTION crosswalk_rt.find_in_set(value text, list text) RETURNS integer
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN strpos(value COLLATE "C", ',') > 0 OR list = '' THEN 0
    ELSE coalesce(array_position(string_to_array(list COLLATE "C", ','), value), 0) END
$$;
