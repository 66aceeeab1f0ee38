-- A number that grows and that other sessions do not get: milliseconds, the last bits of the session's number, a count.
-- Source: the manual of the source server, "Miscellaneous Functions".
-- Example: crosswalk_rt.uuid_short() < crosswalk_rt.uuid_short()
CREATE OR REPLACE FUNCTION crosswalk_rt.uuid_short() RETURNS bigint
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  before constant bigint := coalesce(nullif(current_setting('crosswalk.uuid_short', true), ''), '0')::bigint;
  made bigint := (((extract(epoch FROM clock_timestamp()) * 1000)::bigint & 2199023255551) << 22) | ((pg_backend_pid() & 4095) << 10);
BEGIN
  IF made <= before THEN made := before + 1; END IF;
  PERFORM set_config('crosswalk.uuid_short', made::text, false);
  RETURN made;
END
$$;
