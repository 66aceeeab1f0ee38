-- The tables that the text of a prepared statement names in a list, as a statement has them.
-- Source: the manual of the source server, "DROP TABLE Statement".
-- Example: crosswalk_rt.tables_in_text('a, `b`', 'shop', false, true) = 'shop.a, shop.b'
CREATE OR REPLACE FUNCTION crosswalk_rt.tables_in_text(names text, schema text, quoted boolean, folds boolean) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN quoted THEN crosswalk_rt.table_in_text(names, schema, true, folds) ELSE (
    SELECT string_agg(crosswalk_rt.table_in_text(each.name, schema, false, folds), ', ' ORDER BY each.place)
    FROM regexp_split_to_table(crosswalk_rt.statement_text(names), ',(?=(?:[^`]*`[^`]*`)*[^`]*$)') WITH ORDINALITY AS each (name, place)
  ) END
$$;
