-- SQLERRM in a handler: the number of the error as the source knows it, and its text, which is the target's where it names things.
-- Source: the manual of the source server, "SQLERRM Function" and "Database Error Messages".
-- Example: crosswalk_rt.message_of_state('22012', 'division by zero') = 'ORA-01476: divisor is equal to zero'
CREATE OR REPLACE FUNCTION crosswalk_rt.message_of_state(state text, message text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE
  WHEN state LIKE 'OX%' THEN 'User-Defined Exception'
  WHEN message LIKE 'ORA-%' THEN message
  ELSE 'ORA-' || lpad(CASE state WHEN 'P0002' THEN '1403' WHEN '02000' THEN '1403'
      ELSE abs(crosswalk_rt.code_of_state(state))::text END, 5, '0') || ': ' ||
    CASE state
      WHEN 'P0002' THEN 'no data found' WHEN '02000' THEN 'no data found'
      WHEN 'P0003' THEN 'exact fetch returns more than requested number of rows'
      WHEN '22012' THEN 'divisor is equal to zero' WHEN '20000' THEN 'CASE not found while executing CASE statement'
      WHEN '42P03' THEN 'PL/SQL: cursor already open' WHEN '34000' THEN 'invalid cursor'
      ELSE message
    END
END;
