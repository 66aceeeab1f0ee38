-- Foreign keys, as the source lists them.
-- Source: the manual of the source server, "The INFORMATION_SCHEMA REFERENTIAL_CONSTRAINTS Table".
-- Example: (SELECT count(*) >= 0 FROM crosswalk_rt.catalogue_references())
CREATE OR REPLACE FUNCTION crosswalk_rt.catalogue_references()
RETURNS TABLE (constraint_schema text, constraint_name text, unique_constraint_schema text, match_option text, update_rule text, delete_rule text, table_name text, referenced_table_name text)
LANGUAGE sql STABLE AS $$
  SELECT n.nspname, o.conname, fn.nspname, 'NONE', rule.u, rule.d, c.relname, f.relname
  FROM pg_constraint AS o JOIN pg_class AS c ON c.oid = o.conrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
    JOIN pg_class AS f ON f.oid = o.confrelid JOIN pg_namespace AS fn ON fn.oid = f.relnamespace, LATERAL (SELECT
    CASE o.confupdtype WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL' WHEN 'd' THEN 'SET DEFAULT' WHEN 'r' THEN 'RESTRICT' ELSE 'NO ACTION' END AS u,
    CASE o.confdeltype WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL' WHEN 'd' THEN 'SET DEFAULT' WHEN 'r' THEN 'RESTRICT' ELSE 'NO ACTION' END AS d) AS rule
  WHERE o.contype = 'f' AND NOT c.relispartition
$$;
