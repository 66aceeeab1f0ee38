-- The text of a prepared statement, or a part of it; one that is null cannot be read.
-- Source: the manual of the source server, "PREPARE Statement".
-- Example: crosswalk_rt.statement_text('name') = 'name'
CREATE OR REPLACE FUNCTION crosswalk_rt.statement_text(value text) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  -- Stable: who computes what is constant ahead must not raise what only a run may.
  IF value IS NULL THEN
    RAISE syntax_error USING MESSAGE = 'The text of the prepared statement is NULL.';
  END IF;
  RETURN value;
END
$$;
