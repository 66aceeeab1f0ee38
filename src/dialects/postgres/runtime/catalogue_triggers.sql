-- Triggers, as the source lists them.
-- Source: the manual of the source server, "The INFORMATION_SCHEMA TRIGGERS Table".
-- Example: (SELECT count(*) >= 0 FROM crosswalk_rt.catalogue_triggers())
CREATE OR REPLACE FUNCTION crosswalk_rt.catalogue_triggers()
RETURNS TABLE (trigger_schema text, trigger_name text, event_manipulation text, event_object_schema text, event_object_table text, action_statement text, action_orientation text, action_timing text)
LANGUAGE sql STABLE AS $$
  SELECT n.nspname, t.tgname, event.name, n.nspname, c.relname, p.prosrc, 'ROW', CASE WHEN t.tgtype & 2 = 2 THEN 'BEFORE' ELSE 'AFTER' END
  FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace JOIN pg_proc AS p ON p.oid = t.tgfoid,
    (VALUES (4, 'INSERT'), (8, 'DELETE'), (16, 'UPDATE')) AS event(bit, name)
  WHERE NOT t.tgisinternal AND t.tgtype & event.bit = event.bit
$$;
