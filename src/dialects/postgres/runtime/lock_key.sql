-- The number of the advisory lock that stands for a named lock. Names of locks do not depend on case.
-- Source: the manual of the source server, "Locking Functions".
-- Example: crosswalk_rt.lock_key('A') = crosswalk_rt.lock_key('a')
CREATE OR REPLACE FUNCTION crosswalk_rt.lock_key(name text) RETURNS bigint
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT hashtextextended('crosswalk:' || lower(name COLLATE "C"), 0)
$$;
