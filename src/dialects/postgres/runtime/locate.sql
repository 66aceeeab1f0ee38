-- Where a text stands inside another at or after a place; 0 when it does not.
-- Source: the manual of the source server, "String Functions and Operators".
-- Example: crosswalk_rt.locate('bar', 'foobarbar', 5) = 7
CREATE OR REPLACE FUNCTION crosswalk_rt.locate(part text, value text, place integer) RETURNS integer
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN place < 1 OR place > length(value) + 1 THEN 0
    ELSE coalesce(nullif(strpos(substr(value, place) COLLATE "C", part COLLATE "C"), 0) + place - 1, 0) END
$$;
