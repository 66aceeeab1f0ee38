-- One of two texts for each bit, lowest first.
-- Source: the manual of the source server, "String Functions and Operators".
-- Example: crosswalk_rt.export_set(5, 'Y', 'N', ',', 4) = 'Y,N,Y,N'
CREATE OR REPLACE FUNCTION crosswalk_rt.export_set(bits bigint, ison text, isoff text, separator text, count integer) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT coalesce(string_agg(CASE WHEN (bits >> place) & 1 = 1 THEN ison ELSE isoff END, separator ORDER BY place), '')
  FROM generate_series(0, CASE WHEN count BETWEEN 0 AND 64 THEN count ELSE 64 END - 1) AS place
$$;
