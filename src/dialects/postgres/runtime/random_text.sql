-- So many random characters: U or u capitals, L or l small letters, A or a letters, X or x capitals and digits, P or p what can be printed; else capitals.
-- Source: the manual of the source server, "PL/SQL Packages and Types Reference, DBMS_RANDOM.STRING".
-- Example: crosswalk_rt.random_text('x', 12) ~ '^[A-Z0-9]{12}$'
CREATE OR REPLACE FUNCTION crosswalk_rt.random_text(how text, count integer) RETURNS text
LANGUAGE sql VOLATILE STRICT PARALLEL SAFE AS $$
  SELECT coalesce(string_agg(substr(signs, floor(random() * length(signs))::integer + 1, 1), ''), '') FROM generate_series(1, count), (SELECT CASE lower(how)
    WHEN 'l' THEN 'abcdefghijklmnopqrstuvwxyz' WHEN 'a' THEN 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz' WHEN 'x' THEN 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
    WHEN 'p' THEN (SELECT string_agg(chr(code), '') FROM generate_series(32, 126) AS each(code)) ELSE 'ABCDEFGHIJKLMNOPQRSTUVWXYZ' END) AS from_which(signs)
$$;
