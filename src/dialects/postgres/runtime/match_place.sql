-- Where the n-th match of a pattern from a place on begins, or with behind what stands after it; 0 when there is none.
-- Source: the manual of the source server, "SQL Language Reference, REGEXP_INSTR".
-- Example: crosswalk_rt.match_place('500 Oracle Parkway', '[^ ]+', 1, 2, 1, NULL, 0) = 11
CREATE OR REPLACE FUNCTION crosswalk_rt.match_place(value text, pattern text, place integer, nth integer, behind integer, options text, part integer) RETURNS integer
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  found text[];
BEGIN
  IF value IS NULL OR pattern IS NULL OR place IS NULL OR nth IS NULL OR behind IS NULL THEN RETURN NULL; END IF;
  IF part > 0 THEN RAISE feature_not_supported USING MESSAGE = 'the place of a group is not known'; END IF;
  found := crosswalk_rt.match_found(value, pattern, place, nth, options);
  RETURN coalesce(found[1]::integer + CASE WHEN behind = 1 THEN length(found[2]) ELSE 0 END, 0);
END
$$;
