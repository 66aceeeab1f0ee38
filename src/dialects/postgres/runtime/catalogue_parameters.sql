-- Parameters of functions and procedures, as the source lists them.
-- Source: the manual of the source server, "The INFORMATION_SCHEMA PARAMETERS Table".
-- Example: (SELECT count(*) > 0 FROM crosswalk_rt.catalogue_parameters())
CREATE OR REPLACE FUNCTION crosswalk_rt.catalogue_parameters()
RETURNS TABLE (specific_schema text, specific_name text, ordinal_position bigint, parameter_mode text, parameter_name text, data_type text, routine_type text)
LANGUAGE sql STABLE AS $$
  SELECT n.nspname, p.proname, arg.place, CASE coalesce(p.proargmodes[arg.place], 'i') WHEN 'o' THEN 'OUT' WHEN 'b' THEN 'INOUT' ELSE 'IN' END, p.proargnames[arg.place],
    crosswalk_rt.catalogue_type(arg.type), CASE p.prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END
  FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace,
    LATERAL unnest(coalesce(p.proallargtypes, p.proargtypes::oid[])) WITH ORDINALITY AS arg(type, place)
  WHERE p.prokind IN ('p', 'f') AND coalesce(p.proargmodes[arg.place], 'i') <> 't' AND n.nspname NOT IN ('pg_catalog', 'information_schema')
$$;
