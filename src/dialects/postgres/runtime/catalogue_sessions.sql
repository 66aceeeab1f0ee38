-- Sessions of the database, as the source lists them.
-- Source: the manual of the source server, "The INFORMATION_SCHEMA PROCESSLIST Table".
-- Example: (SELECT count(*) >= 0 FROM crosswalk_rt.catalogue_sessions())
CREATE OR REPLACE FUNCTION crosswalk_rt.catalogue_sessions()
RETURNS TABLE (id bigint, "user" text, host text, db text, command text, "time" bigint, state text, info text)
LANGUAGE sql STABLE AS $$
  SELECT s.pid::bigint, s.usename, coalesce(s.client_addr::text || ':' || s.client_port, 'localhost'), s.datname, CASE WHEN s.state = 'active' THEN 'Query' ELSE 'Sleep' END,
    extract(epoch FROM now() - s.state_change)::bigint, coalesce(s.state, ''), CASE WHEN s.state = 'active' THEN s.query END
  FROM pg_stat_activity AS s WHERE s.backend_type = 'client backend'
$$;
