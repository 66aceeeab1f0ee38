-- The list of whole numbers that stands in the text of a prepared statement. Anything else there is not run: it raises an error.
-- Source: the manual of the source server, "Numeric Literals".
-- Example: crosswalk_rt.integers_in_text('1, 2') = ARRAY[1, 2]::bigint[]
CREATE OR REPLACE FUNCTION crosswalk_rt.integers_in_text(list text) RETURNS bigint[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT crosswalk_rt.list_in_text(list, true)::bigint[]
$$;
