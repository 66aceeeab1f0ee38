-- Takes a named lock of the session: 1, or 0 when it was not free within some seconds. A negative number waits without end.
-- Source: the manual of the source server, "Locking Functions".
-- Example: crosswalk_rt.get_lock('example', 0) = 1
CREATE OR REPLACE FUNCTION crosswalk_rt.get_lock(name text, seconds double precision) RETURNS integer
LANGUAGE plpgsql VOLATILE STRICT AS $$
DECLARE
  before constant text := current_setting('lock_timeout');
BEGIN
  IF pg_try_advisory_lock(crosswalk_rt.lock_key(name)) THEN RETURN 1; END IF;
  IF seconds = 0 THEN RETURN 0; END IF;
  PERFORM set_config('lock_timeout', CASE WHEN seconds < 0 THEN '0' ELSE greatest(round(seconds * 1000), 1)::bigint::text END, true);
  BEGIN
    PERFORM pg_advisory_lock(crosswalk_rt.lock_key(name));
  EXCEPTION WHEN lock_not_available THEN
    PERFORM set_config('lock_timeout', before, true);
    RETURN 0;
  END;
  PERFORM set_config('lock_timeout', before, true);
  RETURN 1;
END
$$;
