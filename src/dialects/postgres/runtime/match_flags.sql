-- The target's options for those of a match: i and c for the case, n lets a point match the end of a line, m knows lines, x leaves blanks out.
-- Source: the manual of the source server, "SQL Language Reference, REGEXP_LIKE Condition".
-- Example: crosswalk_rt.match_flags('ci', 'a.c') = 'ip' AND crosswalk_rt.match_flags('i', '[.]') = 'i'
CREATE OR REPLACE FUNCTION crosswalk_rt.match_flags(options text, pattern text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  -- The target has one option for points and for [^...]; on the source only a point stops at the end of a line.
  stops constant boolean := regexp_replace(pattern COLLATE "C", '\\.|\[\^?\]?(?:\[:[a-z]+:\]|[^]])*\]', '', 'g') LIKE '%.%' AND coalesce(options, '') COLLATE "C" NOT LIKE '%n%';
BEGIN
  IF options COLLATE "C" ~ '[^icnmx]' THEN RAISE invalid_parameter_value USING MESSAGE = 'illegal argument for function'; END IF;
  RETURN CASE WHEN substring(options COLLATE "C" FROM '.*([ic])') = 'i' THEN 'i' ELSE '' END
    || CASE WHEN options COLLATE "C" LIKE '%m%' THEN CASE WHEN stops THEN 'n' ELSE 'w' END WHEN stops THEN 'p' ELSE '' END
    || CASE WHEN options COLLATE "C" LIKE '%x%' THEN 'x' ELSE '' END;
END
$$;
