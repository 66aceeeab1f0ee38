-- The session that holds a named lock; null when none does.
-- Source: the manual of the source server, "Locking Functions".
-- Example: crosswalk_rt.lock_holder('never taken') IS NULL
CREATE OR REPLACE FUNCTION crosswalk_rt.lock_holder(name text) RETURNS integer
LANGUAGE sql VOLATILE STRICT AS $$
  SELECT held.pid FROM pg_locks AS held, crosswalk_rt.lock_key(name) AS key
  WHERE held.locktype = 'advisory' AND held.granted AND held.objsubid = 1
    AND held.database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND held.classid = ((key >> 32) & 4294967295)::oid AND held.objid = (key & 4294967295)::oid
  LIMIT 1
$$;
