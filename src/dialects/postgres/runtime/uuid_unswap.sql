-- The bytes of an identifier put back in order.
-- Source: the manual of the source server, "BIN_TO_UUID".
-- Example: crosswalk_rt.uuid_unswap('\x1026baba6ccd780c95645b8c656024db', 1) = '\x6ccd780cbaba102695645b8c656024db'::bytea
CREATE OR REPLACE FUNCTION crosswalk_rt.uuid_unswap(bytes bytea, swap integer) RETURNS bytea
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN swap = 0 THEN bytes ELSE substr(bytes, 5, 4) || substr(bytes, 3, 2) || substr(bytes, 1, 2) || substr(bytes, 9) END
$$;
