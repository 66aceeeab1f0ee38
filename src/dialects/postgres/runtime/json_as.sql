-- A scalar of a document as the text of a value of a type, `failed` when it is none; null for null.
-- Source: the manual of the source server, "JSON Table Functions".
-- Example: crosswalk_rt.json_as('2.7', 'integer') = '3'
CREATE OR REPLACE FUNCTION crosswalk_rt.json_as(item jsonb, type text, failed text DEFAULT NULL) RETURNS text
LANGUAGE plpgsql STABLE AS $$
DECLARE
  given text := item #>> '{}';
  is_text boolean := type COLLATE "C" ~ '(char|text)';
  made text;
BEGIN
  IF item IS NULL OR given IS NULL THEN
    RETURN NULL;
  END IF;
  IF jsonb_typeof(item) IN ('object', 'array') THEN
    RETURN failed;
  END IF;
  IF jsonb_typeof(item) = 'boolean' AND NOT is_text THEN
    given := CAST(CAST(item AS boolean) AS integer);
  END IF;
  IF type IN ('smallint', 'integer', 'bigint') THEN
    given := round(CAST(given AS numeric));
  END IF;
  EXECUTE format('SELECT CAST(CAST(CAST($1 AS text) AS %s) AS text)', type) INTO made USING given;
  RETURN CASE WHEN is_text AND rtrim(made) <> rtrim(given) THEN failed ELSE made END;
EXCEPTION
  WHEN data_exception THEN
    RETURN failed;
END
$$;
