-- An IPv4 or IPv6 address as 4 or 16 bytes; null when it is none.
-- Source: the manual of the source server, "Miscellaneous Functions".
-- Example: crosswalk_rt.inet6_aton('10.0.5.9') = '\x0a000509'::bytea
CREATE OR REPLACE FUNCTION crosswalk_rt.inet6_aton(value text) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  IF strpos(value COLLATE "C", '/') > 0 THEN RETURN NULL; END IF;
  RETURN substr(inet_send(value::inet), 5);
EXCEPTION WHEN invalid_text_representation THEN
  RETURN NULL;
END
$$;
