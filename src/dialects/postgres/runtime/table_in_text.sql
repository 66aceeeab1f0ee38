-- The table that the text of a prepared statement names, as a statement has it. A temporary table hides one of the schema.
-- Source: the manual of the source server, "Identifier Qualifiers".
-- Example: crosswalk_rt.table_in_text('Order Lines', 'shop', true, true) = 'shop."order lines"'
CREATE OR REPLACE FUNCTION crosswalk_rt.table_in_text(name text, schema text, quoted boolean, folds boolean) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
  parts constant text[] := crosswalk_rt.name_in_text(name, quoted, folds);
BEGIN
  IF cardinality(parts) = 2 THEN
    RETURN format('%I.%I', parts[1], parts[2]);
  END IF;
  IF to_regclass(format('pg_temp.%I', parts[1])) IS NOT NULL THEN
    RETURN format('pg_temp.%I', parts[1]);
  END IF;
  RETURN format('%I.%I', schema, parts[1]);
END
$$;
