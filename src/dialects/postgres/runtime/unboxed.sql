-- What a document holds, as a value of the type of the first argument: objects hold objects of types under their own.
-- Source: the manual of the source server, "CREATE TYPE Statement".
-- Example: crosswalk_rt.unboxed(NULL::integer[], '[1, null]') = ARRAY[1, NULL]
CREATE OR REPLACE FUNCTION crosswalk_rt.unboxed(kind anyelement, box jsonb) RETURNS anyelement
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
  made kind%TYPE;
BEGIN
  EXECUTE format('SELECT r.value FROM jsonb_to_record($1) AS r (value %s)', pg_typeof(kind))
    INTO made USING jsonb_build_object('value', box);
  RETURN made;
END
$$;
