-- A signed time as text, hours in front, never days: [-]HH:MM:SS with the fraction when there is one.
-- Source: the manual of the source server, "The TIME Type".
-- Example: crosswalk_rt.time_text(interval '-26 hours') = '-26:00:00'
CREATE OR REPLACE FUNCTION crosswalk_rt.time_text(value interval) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN e < 0 THEN '-' ELSE '' END || to_char(div(abs(e), 3600), 'FM999900') || ':'
    || to_char(div(abs(e), 60) % 60, 'FM00') || ':' || to_char(div(abs(e), 1) % 60, 'FM00')
    || CASE WHEN abs(e) % 1 = 0 THEN '' ELSE '.' || lpad((abs(e) % 1 * 1000000)::integer::text, 6, '0') END
  FROM (SELECT extract(epoch FROM value)::numeric AS e) AS seconds
$$;
