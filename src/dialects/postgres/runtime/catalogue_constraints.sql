-- Keys and checks of tables, as the source lists them.
-- Source: the manual of the source server, "The INFORMATION_SCHEMA TABLE_CONSTRAINTS Table".
-- Example: (SELECT count(*) >= 0 FROM crosswalk_rt.catalogue_constraints())
CREATE OR REPLACE FUNCTION crosswalk_rt.catalogue_constraints()
RETURNS TABLE (constraint_schema text, constraint_name text, table_schema text, table_name text, constraint_type text)
LANGUAGE sql STABLE AS $$
  SELECT n.nspname, CASE WHEN o.contype = 'p' THEN 'PRIMARY' ELSE o.conname::text END, n.nspname, c.relname,
    CASE o.contype WHEN 'p' THEN 'PRIMARY KEY' WHEN 'u' THEN 'UNIQUE' WHEN 'f' THEN 'FOREIGN KEY' ELSE 'CHECK' END
  FROM pg_constraint AS o JOIN pg_class AS c ON c.oid = o.conrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
  WHERE o.contype IN ('p', 'u', 'f', 'c') AND NOT c.relispartition
$$;
