-- Functions and procedures, as the source lists them.
-- Source: the manual of the source server, "The INFORMATION_SCHEMA ROUTINES Table".
-- Example: (SELECT count(*) > 0 FROM crosswalk_rt.catalogue_routines())
CREATE OR REPLACE FUNCTION crosswalk_rt.catalogue_routines()
RETURNS TABLE (specific_name text, routine_schema text, routine_name text, routine_type text, data_type text, routine_definition text, security_type text, routine_comment text)
LANGUAGE sql STABLE AS $$
  SELECT p.proname, n.nspname, p.proname, CASE p.prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END, coalesce(crosswalk_rt.catalogue_type(p.prorettype), ''), p.prosrc,
    CASE WHEN p.prosecdef THEN 'DEFINER' ELSE 'INVOKER' END, coalesce(obj_description(p.oid, 'pg_proc'), '')
  FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
  WHERE p.prokind IN ('p', 'f') AND p.prorettype <> 'trigger'::regtype AND n.nspname NOT IN ('pg_catalog', 'information_schema')
$$;
