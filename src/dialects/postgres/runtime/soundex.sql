-- The soundex code, as long as the text needs.
-- Source: the manual of the source server, "String Functions and Operators".
-- Example: crosswalk_rt.soundex('Quadratically') = 'Q36324'
CREATE OR REPLACE FUNCTION crosswalk_rt.soundex(value text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  letters text := upper(regexp_replace(value COLLATE "C", '[^A-Za-z]', '', 'g'));
  codes text := translate(letters, 'AEIOUYHWBFPVCGJKQSXZDTLMNR', '00000000111122222222334556');
  made text := left(letters, 1);
  last text := left(codes, 1);
BEGIN
  FOR at IN 2..length(codes) LOOP
    IF substr(codes, at, 1) <> '0' THEN
      IF substr(codes, at, 1) <> last THEN made := made || substr(codes, at, 1); END IF;
      last := substr(codes, at, 1);
    END IF;
  END LOOP;
  RETURN CASE WHEN made = '' THEN '' ELSE rpad(made, greatest(length(made), 4), '0') END;
END
$$;
