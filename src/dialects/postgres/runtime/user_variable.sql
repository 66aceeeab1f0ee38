-- The value of a user variable of the session as text; null when it has none.
-- Source: the manual of the source server, "User-Defined Variables".
-- Example: crosswalk_rt.user_variable('never set') IS NULL
CREATE OR REPLACE FUNCTION crosswalk_rt.user_variable(name text) RETURNS text
LANGUAGE sql VOLATILE STRICT AS $$
  SELECT CASE WHEN left(held, 1) = '=' THEN substr(held, 2) END
  FROM (SELECT current_setting(crosswalk_rt.user_variable_name(name), true) AS held) AS setting
$$;
