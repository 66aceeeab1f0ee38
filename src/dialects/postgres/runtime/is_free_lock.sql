-- 1 when no session holds a named lock, else 0.
-- Source: the manual of the source server, "Locking Functions".
-- Example: crosswalk_rt.is_free_lock('never taken') = 1
CREATE OR REPLACE FUNCTION crosswalk_rt.is_free_lock(name text) RETURNS integer
LANGUAGE sql VOLATILE STRICT AS $$
  SELECT (crosswalk_rt.lock_holder(name) IS NULL)::integer
$$;
