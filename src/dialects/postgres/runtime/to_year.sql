-- A number or text as a year: 0 to 69 are 2000 to 2069, 70 to 99 are 1970 to 1999.
-- Source: the manual of the source server, "The YEAR Type".
-- Example: crosswalk_rt.to_year('70') = 1970
CREATE OR REPLACE FUNCTION crosswalk_rt.to_year(value text) RETURNS integer
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN y BETWEEN 0 AND 69 THEN y + 2000 WHEN y BETWEEN 70 AND 99 THEN y + 1900 ELSE y END
  FROM (SELECT coalesce(substring(value COLLATE "C" FROM '^\s*([0-9]{1,4})')::integer, 0) AS y) AS parsed
$$;
