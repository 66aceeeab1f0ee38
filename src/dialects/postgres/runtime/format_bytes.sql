-- A number of bytes with a unit that fits.
-- Source: the manual of the source server, "Performance Schema Functions".
-- Example: crosswalk_rt.format_bytes(18644004) = '17.78 MiB'
CREATE OR REPLACE FUNCTION crosswalk_rt.format_bytes(count double precision) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN place = 0 THEN lpad(count::bigint::text, 4, ' ') || ' bytes'
    ELSE to_char(count / power(1024, place), 'FM9990.00') || ' ' || (ARRAY['KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'])[place] END
  FROM (SELECT least(CASE WHEN abs(count) < 1024 THEN 0 ELSE floor(log(2, abs(count)::numeric) / 10)::integer END, 6) AS place) AS unit
$$;
