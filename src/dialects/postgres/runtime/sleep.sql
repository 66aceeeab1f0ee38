-- Waits and gives 0.
-- Source: the manual of the source server, "Miscellaneous Functions".
-- Example: crosswalk_rt.sleep(0) = 0
CREATE OR REPLACE FUNCTION crosswalk_rt.sleep(seconds double precision) RETURNS integer
LANGUAGE plpgsql VOLATILE STRICT AS $$
BEGIN
  PERFORM pg_sleep(seconds);
  RETURN 0;
END
$$;
