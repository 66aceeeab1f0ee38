-- A bit value as bytes, filled with zero bits on the left.
-- Source: the manual of the source server, "Bit-Value Literals".
-- Example: crosswalk_rt.bits_bytes(b'1') = '\x01'::bytea
CREATE OR REPLACE FUNCTION crosswalk_rt.bits_bytes(value varbit) RETURNS bytea
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT decode(coalesce(string_agg(lpad(to_hex(substring(padded FROM at FOR 8)::bit(8)::integer), 2, '0'), '' ORDER BY at), ''), 'hex')
  FROM (SELECT repeat('0', (8 - length(value) % 8) % 8)::varbit || value AS padded) AS filled,
    generate_series(1, length(padded), 8) AS at
$$;
