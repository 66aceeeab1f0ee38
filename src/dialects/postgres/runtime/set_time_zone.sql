-- Gives the session a time zone: a name, an offset such as +02:00, or SYSTEM for the server's own. Gives the zone as it was said.
-- Source: the manual of the source server, "Server Time Zone Support".
-- Example: crosswalk_rt.set_time_zone('UTC') = 'UTC'
CREATE OR REPLACE FUNCTION crosswalk_rt.set_time_zone(zone text) RETURNS text
LANGUAGE plpgsql VOLATILE STRICT AS $$
BEGIN
  PERFORM set_config('TimeZone', CASE WHEN upper(zone) = 'SYSTEM' THEN (SELECT reset_val FROM pg_settings WHERE name = 'TimeZone')
    WHEN zone COLLATE "C" ~ '^[-+][0-9]' THEN '<' || zone || '>' || translate(left(zone, 1), '+-', '-+') || substr(zone, 2) ELSE zone END, false);
  RETURN zone;
END
$$;
