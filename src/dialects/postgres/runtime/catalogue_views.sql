-- Views, as the source lists them.
-- Source: the manual of the source server, "The INFORMATION_SCHEMA VIEWS Table".
-- Example: (SELECT count(*) > 0 FROM crosswalk_rt.catalogue_views())
CREATE OR REPLACE FUNCTION crosswalk_rt.catalogue_views()
RETURNS TABLE (table_schema text, table_name text, view_definition text)
LANGUAGE sql STABLE AS $$
  SELECT n.nspname, c.relname, pg_get_viewdef(c.oid) FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE c.relkind IN ('v', 'm')
$$;
