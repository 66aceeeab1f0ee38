-- Characters from a place, counted from the end when negative, nothing for 0; at most count of them.
-- Source: the manual of the source server, "String Functions and Operators".
-- Example: crosswalk_rt.substr('Sakila', -3) = 'ila'
CREATE OR REPLACE FUNCTION crosswalk_rt.substr(value text, place integer, count integer DEFAULT 2147483647) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN count < 1 OR place = 0 OR -place > length(value) THEN ''
    WHEN place > 0 THEN left(substr(value, place), count)
    ELSE left(right(value, -place), count) END
$$;
