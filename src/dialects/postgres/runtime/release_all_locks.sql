-- Gives back every lock of the session that has a number, as named locks have, and gives how many there were.
-- Source: the manual of the source server, "Locking Functions".
-- Example: crosswalk_rt.release_all_locks() >= 0
CREATE OR REPLACE FUNCTION crosswalk_rt.release_all_locks() RETURNS bigint
LANGUAGE plpgsql VOLATILE SET client_min_messages = error AS $$
DECLARE
  released bigint := 0;
  key bigint;
BEGIN
  FOR key IN SELECT (held.classid::bigint << 32) | held.objid::bigint FROM pg_locks AS held
    WHERE held.locktype = 'advisory' AND held.granted AND held.objsubid = 1 AND held.pid = pg_backend_pid() LOOP
    WHILE pg_advisory_unlock(key) LOOP
      released := released + 1;
    END LOOP;
  END LOOP;
  RETURN released;
END
$$;
