-- SQLERRM in a handler: the number of the error as the source knows it, and its text, which is the target's where it names things.
-- Source: the manual of the source server, "SQLERRM Function" and "Database Error Messages".
-- Example: crosswalk_rt.message_of_error('22012', 'division by zero', '') = 'ORA-01476: divisor is equal to zero'
CREATE OR REPLACE FUNCTION crosswalk_rt.message_of_error(state text, message text, place text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE
  WHEN state LIKE 'OX%' THEN 'User-Defined Exception'
  WHEN message LIKE 'ORA-%' THEN message
  WHEN state IN ('P0002', '02000', 'P0003', '22012', '20000', '42P03', '34000')
    THEN crosswalk_rt.message_of_code(crosswalk_rt.code_of_error(state, message, place))
  ELSE 'ORA-' || lpad(abs(crosswalk_rt.code_of_error(state, message, place))::text, 5, '0') || ': ' ||
    CASE crosswalk_rt.code_of_error(state, message, place) WHEN -6502 THEN 'PL/SQL: numeric or value error: ' ELSE '' END || message
END;
