-- Tables and views, as the source lists them.
-- Source: the manual of the source server, "The INFORMATION_SCHEMA TABLES Table".
-- Example: (SELECT count(*) > 0 FROM crosswalk_rt.catalogue_tables())
CREATE OR REPLACE FUNCTION crosswalk_rt.catalogue_tables()
RETURNS TABLE (table_schema text, table_name text, table_type text, engine text, table_rows bigint, data_length bigint, index_length bigint, table_comment text)
LANGUAGE sql STABLE AS $$
  SELECT n.nspname, c.relname, CASE WHEN c.relkind IN ('v', 'm') THEN 'VIEW' ELSE 'BASE TABLE' END, CASE WHEN c.relkind NOT IN ('v', 'm') THEN 'InnoDB' END,
    greatest(c.reltuples, 0)::bigint, CASE WHEN c.relkind IN ('r', 'm') THEN pg_table_size(c.oid) END, CASE WHEN c.relkind IN ('r', 'm') THEN pg_indexes_size(c.oid) END,
    coalesce(obj_description(c.oid, 'pg_class'), '')
  FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition AND n.nspname !~ '^pg_(toast|temp)'
$$;
