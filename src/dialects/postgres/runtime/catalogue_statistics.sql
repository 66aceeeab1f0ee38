-- Columns of indexes, as the source lists them.
-- Source: the manual of the source server, "The INFORMATION_SCHEMA STATISTICS Table".
-- Example: (SELECT count(*) > 0 FROM crosswalk_rt.catalogue_statistics())
CREATE OR REPLACE FUNCTION crosswalk_rt.catalogue_statistics()
RETURNS TABLE (table_schema text, table_name text, non_unique bigint, index_schema text, index_name text, seq_in_index bigint, column_name text, nullable text, index_type text)
LANGUAGE sql STABLE AS $$
  SELECT n.nspname, c.relname, (NOT x.indisunique)::integer::bigint, n.nspname, CASE WHEN x.indisprimary THEN 'PRIMARY' ELSE k.relname::text END, key.place, a.attname,
    CASE WHEN a.attnotnull THEN '' ELSE 'YES' END, upper(m.amname)
  FROM pg_index AS x JOIN pg_class AS c ON c.oid = x.indrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace JOIN pg_class AS k ON k.oid = x.indexrelid
    JOIN pg_am AS m ON m.oid = k.relam CROSS JOIN LATERAL unnest(x.indkey) WITH ORDINALITY AS key(number, place)
    LEFT JOIN LATERAL (SELECT * FROM pg_attribute WHERE attrelid = x.indrelid AND attnum = key.number) AS a ON true
  WHERE key.place <= x.indnkeyatts AND NOT c.relispartition AND n.nspname !~ '^pg_(toast|temp)'
$$;
