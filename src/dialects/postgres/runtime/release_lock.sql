-- Gives a named lock back: 1, 0 when another session holds it, null when none does.
-- Source: the manual of the source server, "Locking Functions".
-- Example: crosswalk_rt.release_lock('never taken') IS NULL
CREATE OR REPLACE FUNCTION crosswalk_rt.release_lock(name text) RETURNS integer
LANGUAGE sql VOLATILE STRICT AS $$
  SELECT CASE holder WHEN pg_backend_pid() THEN pg_advisory_unlock(crosswalk_rt.lock_key(name))::integer ELSE 0 END
  FROM crosswalk_rt.lock_holder(name) AS holder WHERE holder IS NOT NULL
$$;
