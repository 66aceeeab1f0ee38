-- Gives a user variable of the session a value, and gives that value. What a transaction or a block with an error handler set is undone with it.
-- Source: the manual of the source server, "User-Defined Variables".
-- Example: crosswalk_rt.set_user_variable('example', 'x') = 'x'
CREATE OR REPLACE FUNCTION crosswalk_rt.set_user_variable(name text, value text) RETURNS text
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM set_config(crosswalk_rt.user_variable_name(name), coalesce('=' || value, ''), false);
  RETURN value;
END
$$;
