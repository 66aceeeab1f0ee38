-- The bytes of a text in the source's latin1, which is code page 1252.
-- Source: the manual of the source server, "West European Character Sets".
-- Example: crosswalk_rt.latin1_bytes('caf' || chr(233)) = '\x636166e9'
CREATE OR REPLACE FUNCTION crosswalk_rt.latin1_bytes(value text) RETURNS bytea
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT coalesce(decode(string_agg(lpad(to_hex(CASE
      WHEN code < 256 THEN code
      WHEN strpos(specials, chr(code)) > 0 THEN 127 + strpos(specials, chr(code))
      ELSE 63 END), 2, '0'), '' ORDER BY place), 'hex'), ''::bytea)
  FROM (SELECT U&'\20AC\0081\201A\0192\201E\2026\2020\2021\02C6\2030\0160\2039\0152\008D\017D\008F\0090\2018\2019\201C\201D\2022\2013\2014\02DC\2122\0161\203A\0153\009D\017E\0178' AS specials) AS page,
    LATERAL (SELECT ascii(one) AS code, place FROM regexp_split_to_table(value COLLATE "C", '') WITH ORDINALITY AS split (one, place) WHERE one <> '') AS characters
$$;
