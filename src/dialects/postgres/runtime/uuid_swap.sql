-- The 16 bytes of an identifier with the time's high part in front when swap is not 0.
-- Source: the manual of the source server, "UUID_TO_BIN".
-- Example: crosswalk_rt.uuid_swap('\x6ccd780cbaba102695645b8c656024db', 1) = '\x1026baba6ccd780c95645b8c656024db'::bytea
CREATE OR REPLACE FUNCTION crosswalk_rt.uuid_swap(bytes bytea, swap integer) RETURNS bytea
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN swap = 0 THEN bytes ELSE substr(bytes, 7, 2) || substr(bytes, 5, 2) || substr(bytes, 1, 4) || substr(bytes, 9) END
$$;
