-- A text as a signed time: hours and minutes, with days in front, or digits alone; null when it is none.
-- Source: the manual of the source server, "The TIME Type".
-- Example: crosswalk_rt.to_time('-1 02:00:00') = interval '-26 hours'
CREATE OR REPLACE FUNCTION crosswalk_rt.to_time(value text) RETURNS interval
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  part text[];
  digits text;
  seconds double precision;
BEGIN
  IF value COLLATE "C" ~ '^\s*[0-9]{1,4}-[0-9]{1,2}-[0-9]{1,2}' THEN
    RETURN crosswalk_rt.to_datetime(value)::time::interval;
  END IF;
  part := regexp_match(value COLLATE "C", '^\s*(-)?(?:([0-9]+)\s+)?([0-9]+):([0-9]{1,2})(?::([0-9]{1,2})(\.[0-9]{0,6})?)?');
  IF part IS NULL THEN
    part := regexp_match(value COLLATE "C", '^\s*(-)?(?:([0-9]+)\s+)?([0-9]+)(\.[0-9]{0,6})?');
    IF part IS NULL THEN RETURN NULL; END IF;
    digits := lpad(part[3], greatest(length(part[3]), 6), '0');
    IF part[2] IS NOT NULL THEN digits := part[3] || '0000'; END IF;
    part := ARRAY[part[1], part[2], left(digits, -4), substr(digits, length(digits) - 3, 2), right(digits, 2), part[4]];
  END IF;
  IF part[4]::integer > 59 OR coalesce(part[5], '0')::integer > 59 THEN RETURN NULL; END IF;
  seconds := (coalesce(part[2], '0')::bigint * 24 + part[3]::bigint) * 3600.0 + part[4]::integer * 60
    + (coalesce(part[5], '0') || coalesce(nullif(part[6], '.'), ''))::double precision;
  seconds := least(seconds, 3020399);
  RETURN make_interval(secs => CASE WHEN part[1] IS NULL THEN seconds ELSE -seconds END);
END
$$;
