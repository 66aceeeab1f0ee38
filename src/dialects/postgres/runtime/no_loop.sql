-- True, unless a row of a tree is its own ancestor: then the message is an error.
-- Source: the manual of the source server, "Hierarchical Queries".
-- Example: crosswalk_rt.no_loop(false, 'x') = true
CREATE OR REPLACE FUNCTION crosswalk_rt.no_loop(loops boolean, message text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
  IF loops THEN
    RAISE EXCEPTION USING MESSAGE = no_loop.message;
  END IF;
  RETURN true;
END
$$;
