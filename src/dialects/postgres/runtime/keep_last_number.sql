-- Right after a statement that added so many rows to a table: makes last_insert_id give the first number that it took, and gives it.
-- Source: the manual of the source server, "Information Functions".
-- Example: crosswalk_rt.keep_last_number('pg_class', 'relname', 1) IS NULL
CREATE OR REPLACE FUNCTION crosswalk_rt.keep_last_number(of_table text, of_column text, row_count bigint) RETURNS bigint
LANGUAGE plpgsql VOLATILE STRICT AS $$
DECLARE
  counter constant text := pg_get_serial_sequence(of_table, of_column);
BEGIN
  IF counter IS NULL OR row_count < 1 THEN RETURN NULL; END IF;
  RETURN crosswalk_rt.set_last_insert_id(currval(counter::regclass) - (row_count - 1)
    * (SELECT seqincrement FROM pg_sequence WHERE seqrelid = counter::regclass));
END
$$;
