-- A text without repetitions of another at its start, its end or both.
-- Source: the manual of the source server, "String Functions and Operators".
-- Example: crosswalk_rt.trim_text('xyxyaxy', 'xy', 'LEADING') = 'axy'
CREATE OR REPLACE FUNCTION crosswalk_rt.trim_text(value text, what text, side text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  rest text := value;
BEGIN
  IF what = '' THEN RETURN value; END IF;
  WHILE side <> 'TRAILING' AND left(rest, length(what)) = what COLLATE "C" LOOP
    rest := substr(rest, length(what) + 1);
  END LOOP;
  WHILE side <> 'LEADING' AND rest <> '' AND right(rest, length(what)) = what COLLATE "C" LOOP
    rest := left(rest, -length(what));
  END LOOP;
  RETURN rest;
END
$$;
