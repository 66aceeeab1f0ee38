-- Random bytes, from the source of the server's random identifiers.
-- Source: the manual of the source server, "Encryption and Compression Functions".
-- Example: length(crosswalk_rt.random_bytes(16)) = 16
CREATE OR REPLACE FUNCTION crosswalk_rt.random_bytes(count integer) RETURNS bytea
LANGUAGE sql VOLATILE STRICT PARALLEL SAFE AS $$
  SELECT substr(decode(string_agg(substr(encode(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 'hex'), 1, 32), ''), 'hex'), 1, count)
  FROM generate_series(1, count / 16 + 1)
$$;
