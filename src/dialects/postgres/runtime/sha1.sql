-- The SHA-1 digest of bytes in hexadecimal.
-- Source: the manual of the source server, "Encryption and Compression Functions".
-- Example: crosswalk_rt.sha1('\x616263') = 'a9993e364706816aba3e25717850c26c9cd0d89d'
CREATE OR REPLACE FUNCTION crosswalk_rt.sha1(bytes bytea) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  word constant bigint := 4294967295;
  message bytea := bytes || '\x80'::bytea || decode(repeat('00', (119 - length(bytes) % 64) % 64), 'hex') || int8send(length(bytes)::bigint * 8);
  h bigint[] := ARRAY[1732584193, 4023233417, 2562383102, 271733878, 3285377520];
  w bigint[];
  a bigint; b bigint; c bigint; d bigint; e bigint; f bigint; k bigint; t bigint; x bigint;
BEGIN
  FOR block IN 0..length(message) / 64 - 1 LOOP
    w := ARRAY[]::bigint[];
    FOR i IN 0..79 LOOP
      IF i < 16 THEN
        x := (get_byte(message, block * 64 + i * 4)::bigint << 24) | (get_byte(message, block * 64 + i * 4 + 1) << 16)
          | (get_byte(message, block * 64 + i * 4 + 2) << 8) | get_byte(message, block * 64 + i * 4 + 3);
      ELSE
        x := w[i - 2] # w[i - 7] # w[i - 13] # w[i - 15];
        x := ((x << 1) | (x >> 31)) & word;
      END IF;
      w := w || x;
    END LOOP;
    a := h[1]; b := h[2]; c := h[3]; d := h[4]; e := h[5];
    FOR i IN 1..80 LOOP
      IF i <= 20 THEN f := (b & c) | ((word # b) & d); k := 1518500249;
      ELSIF i <= 40 THEN f := b # c # d; k := 1859775393;
      ELSIF i <= 60 THEN f := (b & c) | (b & d) | (c & d); k := 2400959708;
      ELSE f := b # c # d; k := 3395469782; END IF;
      t := ((((a << 5) | (a >> 27)) & word) + f + e + k + w[i]) & word;
      e := d; d := c; c := ((b << 30) | (b >> 2)) & word; b := a; a := t;
    END LOOP;
    h := ARRAY[(h[1] + a) & word, (h[2] + b) & word, (h[3] + c) & word, (h[4] + d) & word, (h[5] + e) & word];
  END LOOP;
  RETURN (SELECT string_agg(lpad(to_hex(part), 8, '0'), '' ORDER BY place) FROM unnest(h) WITH ORDINALITY AS given(part, place));
END
$$;
