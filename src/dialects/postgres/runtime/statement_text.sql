-- The text of a prepared statement, or a part of it; one that is null cannot be read.
-- Source: the manual of the source server, "PREPARE Statement".
-- Example: crosswalk_rt.statement_text('name') = 'name'
CREATE OR REPLACE FUNCTION crosswalk_rt.statement_text(value text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
  IF value IS NULL THEN
    RAISE syntax_error USING MESSAGE = 'The text of the prepared statement is NULL.';
  END IF;
  RETURN value;
END
$$;
