-- A text that is a moment or a signed time, moved by a time, as text again; of a date alone the first digits are a time.
-- Source: the manual of the source server, "ADDTIME".
-- Example: crosswalk_rt.text_moved('01:30:00', interval '-26 hours') = '-24:30:00'
CREATE OR REPLACE FUNCTION crosswalk_rt.text_moved(value text, amount interval) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  moved timestamp;
BEGIN
  IF value COLLATE "C" !~ '^\s*[0-9]{1,4}-[0-9]{1,2}-[0-9]{1,2}[ T]+[0-9]' THEN
    RETURN crosswalk_rt.time_text(crosswalk_rt.to_time(regexp_replace(value, '^(\s*[0-9]+)-.*', '\1')) + amount);
  END IF;
  moved := crosswalk_rt.to_datetime(value) + amount;
  RETURN to_char(moved, CASE WHEN extract(microseconds FROM moved)::bigint % 1000000 = 0
    THEN 'YYYY-MM-DD HH24:MI:SS' ELSE 'YYYY-MM-DD HH24:MI:SS.US' END);
END
$$;
