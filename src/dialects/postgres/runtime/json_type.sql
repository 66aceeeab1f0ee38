-- The kind of a JSON value in capitals.
-- Source: the manual of the source server, "JSON_TYPE".
-- Example: crosswalk_rt.json_type('1.5') = 'DOUBLE'
CREATE OR REPLACE FUNCTION crosswalk_rt.json_type(document jsonb) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE jsonb_typeof(document) WHEN 'number' THEN CASE WHEN document::text ~ '[.eE]' THEN 'DOUBLE' ELSE 'INTEGER' END
    ELSE upper(jsonb_typeof(document)) END
$$;
