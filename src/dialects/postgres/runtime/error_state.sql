-- The SQLSTATE that the source gives the error that has this one here; what a program raised itself keeps its own.
-- Source: the manual of the source server, "Server Error Message Reference".
-- Example: crosswalk_rt.error_state('23505') = '23000'
CREATE OR REPLACE FUNCTION crosswalk_rt.error_state(state text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE
  WHEN state LIKE '23%' THEN '23000'
  WHEN state = '42P01' THEN '42S02'
  WHEN state = '42P07' THEN '42S01'
  WHEN state = '42703' THEN '42S22'
  WHEN state = '42701' THEN '42S21'
  WHEN state IN ('42601', '42883', '42501', '42702', '42712', '42803', '42P03', 'P0003', '3F000') THEN '42000'
  WHEN state IN ('40P01', '40001') THEN '40001'
  WHEN state = 'P0002' THEN '02000'
  WHEN state IN ('22P02', '22021', '55P03', '44000', '57014', '53100') THEN 'HY000'
  WHEN state = '22008' THEN '22007'
  ELSE state
END;
