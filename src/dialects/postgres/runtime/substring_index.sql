-- What stands before the n-th delimiter, or after the n-th from the end.
-- Source: the manual of the source server, "String Functions and Operators".
-- Example: crosswalk_rt.substring_index('a.b.c', '.', -1) = 'c'
CREATE OR REPLACE FUNCTION crosswalk_rt.substring_index(value text, delimiter text, n bigint) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN n = 0 OR delimiter = '' THEN ''
    WHEN n > 0 THEN array_to_string(parts[1:least(n, 2147483647)::integer], delimiter)
    ELSE array_to_string(parts[greatest(cardinality(parts) + n, 0)::integer + 1:], delimiter) END
  FROM (SELECT string_to_array(value COLLATE "C", delimiter COLLATE "C") AS parts) AS cut
$$;
