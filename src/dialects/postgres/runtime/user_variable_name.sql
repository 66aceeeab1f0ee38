-- The setting of the session that holds a user variable. Names of variables do not depend on case.
-- Source: the manual of the source server, "User-Defined Variables".
-- Example: crosswalk_rt.user_variable_name('A') = 'crosswalk_var.v61'
CREATE OR REPLACE FUNCTION crosswalk_rt.user_variable_name(name text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT 'crosswalk_var.v' || encode(convert_to(lower(name COLLATE "C"), 'UTF8'), 'hex')
$$;
