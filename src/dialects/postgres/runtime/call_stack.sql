-- The programs that have called one another, the innermost first, without this function itself.
-- Source: the manual of the source server, "DBMS_UTILITY, FORMAT_CALL_STACK Function".
-- Example: crosswalk_rt.call_stack() IS NULL
CREATE OR REPLACE FUNCTION crosswalk_rt.call_stack() RETURNS text
LANGUAGE plpgsql VOLATILE STRICT AS $$
DECLARE
  lines text;
BEGIN
  GET DIAGNOSTICS lines = PG_CONTEXT;
  RETURN substring(lines FROM '\n(.*)$');
END
$$;
