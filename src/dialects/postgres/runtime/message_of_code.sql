-- SQLERRM of a number: the source's words for errors that programs name, and what it says of others; above zero 100 alone is an error.
-- Source: the manual of the source server, "SQLERRM Function" and "Database Error Messages".
-- Example: crosswalk_rt.message_of_code(-1476) = 'ORA-01476: divisor is equal to zero'
CREATE OR REPLACE FUNCTION crosswalk_rt.message_of_code(code numeric) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE
  WHEN code = 0 THEN 'ORA-0000: normal, successful completion'
  WHEN code = 1 THEN 'User-Defined Exception'
  WHEN code > 0 AND code <> 100 THEN ' -' || trunc(code) || ': non-ORACLE exception '
  ELSE 'ORA-' || lpad(trunc(CASE code WHEN 100 THEN 1403 ELSE abs(code) END)::text, 5, '0') || ': ' || CASE trunc(code)
    WHEN 100 THEN 'no data found' WHEN -1403 THEN 'no data found'
    WHEN -1 THEN 'unique constraint violated'
    WHEN -54 THEN 'resource busy and acquire with NOWAIT specified or timeout expired'
    WHEN -60 THEN 'deadlock detected while waiting for resource'
    WHEN -942 THEN 'table or view does not exist'
    WHEN -955 THEN 'name is already used by an existing object'
    WHEN -1001 THEN 'invalid cursor'
    WHEN -1422 THEN 'exact fetch returns more than requested number of rows'
    WHEN -1476 THEN 'divisor is equal to zero'
    WHEN -1722 THEN 'invalid number'
    WHEN -6502 THEN 'PL/SQL: numeric or value error'
    WHEN -6511 THEN 'PL/SQL: cursor already open'
    WHEN -6531 THEN 'Reference to uninitialized collection'
    WHEN -6533 THEN 'Subscript beyond count'
    WHEN -6592 THEN 'CASE not found while executing CASE statement'
    ELSE CASE WHEN code BETWEEN -20999 AND -20000 THEN '' ELSE 'Message ' || abs(trunc(code)) || ' not found;  product=RDBMS; facility=ORA' END
  END
END;
