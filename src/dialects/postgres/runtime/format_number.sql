-- A number rounded and written with commas between groups of three digits.
-- Source: the manual of the source server, "String Functions and Operators".
-- Example: crosswalk_rt.format_number(12332.1, 2) = '12,332.10'
CREATE OR REPLACE FUNCTION crosswalk_rt.format_number(value numeric, digits integer) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN rounded < 0 THEN '-' ELSE '' END
    || reverse(regexp_replace(reverse(split_part(abs(rounded)::text, '.', 1)), '([0-9]{3})(?=[0-9])', '\1,', 'g'))
    || CASE WHEN digits > 0 THEN '.' || split_part(abs(rounded)::text, '.', 2) ELSE '' END
  FROM (SELECT round(value, least(greatest(digits, 0), 30)) AS rounded) AS figure
$$;
