-- Columns of keys and what they point at, as the source lists them.
-- Source: the manual of the source server, "The INFORMATION_SCHEMA KEY_COLUMN_USAGE Table".
-- Example: (SELECT count(*) >= 0 FROM crosswalk_rt.catalogue_key_columns())
CREATE OR REPLACE FUNCTION crosswalk_rt.catalogue_key_columns()
RETURNS TABLE (constraint_schema text, constraint_name text, table_schema text, table_name text, column_name text, ordinal_position bigint,
  position_in_unique_constraint bigint, referenced_table_schema text, referenced_table_name text, referenced_column_name text)
LANGUAGE sql STABLE AS $$
  SELECT n.nspname, CASE WHEN o.contype = 'p' THEN 'PRIMARY' ELSE o.conname::text END, n.nspname, c.relname, a.attname, key.place,
    CASE WHEN o.contype = 'f' THEN key.place END, fn.nspname, f.relname, fa.attname
  FROM pg_constraint AS o JOIN pg_class AS c ON c.oid = o.conrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
    CROSS JOIN LATERAL unnest(o.conkey) WITH ORDINALITY AS key(number, place)
    JOIN LATERAL (SELECT * FROM pg_attribute WHERE attrelid = o.conrelid AND attnum = key.number) AS a ON true
    LEFT JOIN pg_class AS f ON f.oid = o.confrelid LEFT JOIN pg_namespace AS fn ON fn.oid = f.relnamespace
    LEFT JOIN LATERAL (SELECT * FROM pg_attribute WHERE attrelid = o.confrelid AND attnum = o.confkey[key.place]) AS fa ON true
  WHERE o.contype IN ('p', 'u', 'f') AND NOT c.relispartition
$$;
