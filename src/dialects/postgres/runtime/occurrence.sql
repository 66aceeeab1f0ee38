-- Where a text stands in another for the n-th time from a place on, found again from the next character; backwards from a negative place.
-- Source: the manual of the source server, "SQL Language Reference, INSTR".
-- Example: crosswalk_rt.occurrence('CORPORATE FLOOR', 'OR', -3, 2) = 2
CREATE OR REPLACE FUNCTION crosswalk_rt.occurrence(value text, searched text, place integer, nth integer) RETURNS integer
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  at integer := place;
  left_over integer := nth;
  next integer;
BEGIN
  IF nth < 1 THEN RAISE invalid_parameter_value USING MESSAGE = format('argument %s is out of range', nth); END IF;
  IF searched = '' OR place = 0 THEN RETURN CASE WHEN place = 0 THEN 0 END; END IF;
  IF place < 0 THEN
    at := length(value) + place + 1;
    WHILE at > 0 LOOP
      IF substr(value, at, length(searched)) = searched THEN
        left_over := left_over - 1;
        IF left_over = 0 THEN RETURN at; END IF;
      END IF;
      at := at - 1;
    END LOOP;
    RETURN 0;
  END IF;
  LOOP
    next := strpos(substr(value, at), searched);
    IF next = 0 THEN RETURN 0; END IF;
    at := at + next - 1;
    left_over := left_over - 1;
    IF left_over = 0 THEN RETURN at; END IF;
    at := at + 1;
  END LOOP;
END
$$;
