-- The n-th match of a pattern from a place on: where it begins, and its texts, the whole first and then those of its groups; nulls when there is none.
-- Source: the manual of the source server, "SQL Language Reference, REGEXP_SUBSTR".
-- Example: crosswalk_rt.match_found('ab12cd345', '([0-9])[0-9]+', 1, 2, NULL) = ARRAY['7', '345', '3']
CREATE OR REPLACE FUNCTION crosswalk_rt.match_found(value text, pattern text, place integer, nth integer, options text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  rest constant text := substr(value, place);
  wanted constant text := crosswalk_rt.match_pattern(pattern);
  flags constant text := crosswalk_rt.match_flags(options, pattern);
  gaps text[];
  found text[];
  before integer := 0;
  seen integer := 0;
BEGIN
  IF place < 1 OR nth < 1 THEN RAISE invalid_parameter_value USING MESSAGE = 'argument is out of range'; END IF;
  gaps := pg_catalog.regexp_split_to_array(rest COLLATE "default", wanted, flags);
  FOR found IN SELECT match FROM pg_catalog.regexp_matches(rest COLLATE "default", wanted, flags || 'g') AS all_of(match) LOOP
    seen := seen + 1;
    before := before + length(gaps[seen]);
    IF before IS NULL AND seen = nth THEN RAISE feature_not_supported USING MESSAGE = 'the pattern matches nothing at all between two characters'; END IF;
    IF seen = nth THEN RETURN (place + before)::text || found; END IF;
    before := before + length(found[1]);
  END LOOP;
  RETURN NULL;
END
$$;
