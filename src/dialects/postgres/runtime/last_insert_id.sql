-- The number that a counter gave last in this session, or what set_last_insert_id said after that; 0 when there is none.
-- Source: the manual of the source server, "Information Functions".
-- Example: crosswalk_rt.last_insert_id() >= 0
CREATE OR REPLACE FUNCTION crosswalk_rt.last_insert_id() RETURNS bigint
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  given text := coalesce(current_setting('crosswalk.last_insert_id', true), '');
  taken bigint;
BEGIN
  BEGIN
    taken := lastval();
  EXCEPTION WHEN object_not_in_prerequisite_state OR undefined_table THEN
    taken := 0;
  END;
  RETURN CASE WHEN given <> '' AND split_part(given, ':', 2) = taken::text THEN split_part(given, ':', 1)::bigint ELSE taken END;
END
$$;
