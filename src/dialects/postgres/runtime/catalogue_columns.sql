-- Columns of tables and views, as the source lists them, types by its names.
-- Source: the manual of the source server, "The INFORMATION_SCHEMA COLUMNS Table".
-- Example: (SELECT count(*) > 0 FROM crosswalk_rt.catalogue_columns())
CREATE OR REPLACE FUNCTION crosswalk_rt.catalogue_columns()
RETURNS TABLE (table_schema text, table_name text, column_name text, ordinal_position bigint, column_default text, is_nullable text, data_type text,
  character_maximum_length bigint, numeric_precision bigint, numeric_scale bigint, column_type text, column_key text, extra text, column_comment text)
LANGUAGE sql STABLE AS $$
  SELECT n.nspname, c.relname, a.attname, a.attnum::bigint, pg_get_expr(d.adbin, d.adrelid), CASE WHEN a.attnotnull THEN 'NO' ELSE 'YES' END,
    crosswalk_rt.catalogue_type(a.atttypid), i.character_maximum_length::bigint, i.numeric_precision::bigint, i.numeric_scale::bigint,
    crosswalk_rt.catalogue_type(a.atttypid) || coalesce('(' || i.character_maximum_length || ')', CASE WHEN a.atttypid = 'numeric'::regtype THEN '(' || i.numeric_precision || ',' || i.numeric_scale || ')' END, ''),
    coalesce((SELECT CASE WHEN bool_or(x.indisprimary) THEN 'PRI' WHEN bool_or(x.indisunique AND x.indnkeyatts = 1) THEN 'UNI' ELSE 'MUL' END
      FROM pg_index AS x WHERE x.indrelid = c.oid AND (x.indkey[0] = a.attnum OR x.indisprimary AND a.attnum = ANY (x.indkey)) HAVING count(*) > 0), ''),
    CASE WHEN a.attidentity <> '' THEN 'auto_increment' WHEN a.attgenerated <> '' THEN 'STORED GENERATED' ELSE '' END, coalesce(col_description(c.oid, a.attnum), '')
  FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
    LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    LEFT JOIN information_schema.columns AS i ON i.table_schema = n.nspname AND i.table_name = c.relname AND i.column_name = a.attname
  WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition AND n.nspname !~ '^pg_(toast|temp)'
$$;
