-- Schemas, as the source lists them.
-- Source: the manual of the source server, "The INFORMATION_SCHEMA SCHEMATA Table".
-- Example: (SELECT count(*) > 0 FROM crosswalk_rt.catalogue_schemata())
CREATE OR REPLACE FUNCTION crosswalk_rt.catalogue_schemata()
RETURNS TABLE (schema_name text, default_character_set_name text)
LANGUAGE sql STABLE AS $$
  SELECT nspname, 'utf8mb4' FROM pg_namespace WHERE nspname !~ '^pg_(toast|temp)'
$$;
