-- Makes last_insert_id give a number until a counter gives the next one, and gives that number.
-- Source: the manual of the source server, "Information Functions".
-- Example: crosswalk_rt.set_last_insert_id(7) = 7 AND crosswalk_rt.last_insert_id() = 7
CREATE OR REPLACE FUNCTION crosswalk_rt.set_last_insert_id(value bigint) RETURNS bigint
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  taken bigint;
BEGIN
  BEGIN
    taken := lastval();
  EXCEPTION WHEN object_not_in_prerequisite_state OR undefined_table THEN
    taken := 0;
  END;
  PERFORM set_config('crosswalk.last_insert_id', coalesce(value, 0)::text || ':' || taken::text, false);
  RETURN value;
END
$$;
