-- Makes the sequence of a column go on behind the highest number in the column, never back: rows that bring their own number do not move it.
-- Source: the manual of the source server, "Using AUTO_INCREMENT".
-- Example: crosswalk_rt.follow_counter('pg_catalog.pg_class', 'oid') IS NULL
CREATE OR REPLACE FUNCTION crosswalk_rt.follow_counter(of_table text, of_column text) RETURNS bigint
LANGUAGE plpgsql VOLATILE STRICT AS $$
DECLARE
  counter text := pg_get_serial_sequence(of_table, of_column);
  highest bigint;
  last_taken bigint;
  next_one bigint;
BEGIN
  IF counter IS NULL THEN
    RETURN NULL;
  END IF;
  EXECUTE format('SELECT max(%I) FROM %s', of_column, of_table::regclass) INTO highest;
  EXECUTE format('SELECT last_value + is_called::integer FROM %s', counter::regclass) INTO next_one;
  IF highest >= next_one THEN
    -- A number of its own is no number that was taken.
    last_taken := crosswalk_rt.last_insert_id();
    PERFORM setval(counter::regclass, highest);
    IF crosswalk_rt.last_insert_id() <> last_taken THEN
      PERFORM crosswalk_rt.set_last_insert_id(last_taken);
    END IF;
  END IF;
  RETURN highest;
END
$$;
