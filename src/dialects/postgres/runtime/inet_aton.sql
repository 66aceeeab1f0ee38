-- An IPv4 address as a number; short forms fill in zeros before the last part; null when it is none.
-- Source: the manual of the source server, "Miscellaneous Functions".
-- Example: crosswalk_rt.inet_aton('10.0.5.9') = 167773449
CREATE OR REPLACE FUNCTION crosswalk_rt.inet_aton(value text) RETURNS bigint
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN value COLLATE "C" ~ '^[0-9]{1,3}(\.[0-9]{1,3}){0,3}$' AND 256 > ALL (part) THEN
    part[1] * CASE WHEN n = 1 THEN 1 ELSE 16777216 END + CASE n WHEN 2 THEN part[2] WHEN 3 THEN part[2] * 65536 + part[3]
      WHEN 4 THEN part[2] * 65536 + part[3] * 256 + part[4] ELSE 0 END END
  FROM (SELECT part, cardinality(part) AS n FROM (SELECT CASE WHEN value COLLATE "C" ~ '^[0-9]{1,3}(\.[0-9]{1,3}){0,3}$'
    THEN string_to_array(value COLLATE "C", '.')::bigint[] ELSE ARRAY[]::bigint[] END AS part) AS cut) AS counted
$$;
