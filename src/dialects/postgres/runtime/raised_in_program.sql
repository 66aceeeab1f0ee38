-- Whether an expression of a program raised an error, as against a statement of SQL inside of it, from PG_EXCEPTION_CONTEXT; lines of this schema's own functions do not count.
-- Source: the manual of the source server, "PL/SQL Language Reference, Predefined Exceptions".
-- Example: crosswalk_rt.raised_in_program('PL/pgSQL function f() line 3 at assignment') = true
CREATE OR REPLACE FUNCTION crosswalk_rt.raised_in_program(place text) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN coalesce((
  SELECT parts[2] = 'PERFORM'
    OR (parts[1] !~ '(^|\n)SQL statement "' AND parts[2] NOT IN ('FOR over SELECT rows', 'FOR over cursor', 'FETCH', 'OPEN', 'RETURN QUERY'))
  FROM regexp_match(place, '^(|.*?\n)PL/pgSQL function (?!crosswalk_rt\.)[^\n]* (?:at|during) ([^\n]+)(?:\n|$)') AS parts
), false);
