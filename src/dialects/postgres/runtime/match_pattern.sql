-- A pattern in a group of its own, as the target reads it: a backslash between brackets is a sign like others, numbers of groups move by one.
-- Source: the manual of the source server, "SQL Language Reference, Oracle Regular Expression Support".
-- Example: crosswalk_rt.match_pattern('(a)\1[\d]') = '((a)\2[\\d])'
CREATE OR REPLACE FUNCTION crosswalk_rt.match_pattern(pattern text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  made text := '';
  at integer := 1;
  sign text COLLATE "C";
  inside integer := 0;
BEGIN
  WHILE at <= length(pattern) LOOP
    sign := substr(pattern, at, 1);
    IF inside > 0 THEN
      IF sign = '[' AND substr(pattern, at + 1, 1) COLLATE "C" IN (':', '=', '.') AND strpos(substr(pattern, at + 2), substr(pattern, at + 1, 1) || ']') > 0 THEN
        sign := substr(pattern, at, strpos(substr(pattern, at + 2), substr(pattern, at + 1, 1) || ']') + 3);
        at := at + length(sign) - 1;
      ELSIF sign = '\' THEN sign := '\\';
      ELSIF sign = ']' AND at > inside THEN inside := 0;
      END IF;
    ELSIF sign = '[' THEN
      inside := at + CASE WHEN substr(pattern, at + 1, 1) COLLATE "C" = '^' THEN 2 ELSE 1 END;
      IF inside = at + 2 THEN
        sign := '[^';
        at := at + 1;
      END IF;
    ELSIF sign = '\' THEN
      at := at + 1;
      sign := CASE WHEN substr(pattern, at, 1) COLLATE "C" BETWEEN '1' AND '9' THEN '\' || (substr(pattern, at, 1)::integer + 1) ELSE '\' || substr(pattern, at, 1) END;
    END IF;
    made := made || sign;
    at := at + 1;
  END LOOP;
  RETURN '(' || made || ')';
END
$$;
