-- A list that holds no more than so many elements; a longer one is refused.
-- Source: the manual of the source server, "PL/SQL Language Reference, Varrays".
-- Example: crosswalk_rt.list_within(ARRAY[1, 2], 2) = '{1,2}'
CREATE OR REPLACE FUNCTION crosswalk_rt.list_within(list anyarray, most integer) RETURNS anyarray
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  IF cardinality(list) > most THEN
    RAISE array_subscript_error USING MESSAGE = format('more elements than the %s of the list', most);
  END IF;
  RETURN list;
END
$$;
