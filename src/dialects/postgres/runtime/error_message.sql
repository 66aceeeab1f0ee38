-- The source's text of a duplicate key, a missing value or table, or a broken foreign key, told from an English one; others stay as they are.
-- Source: the manual of the source server, "Server Error Message Reference".
-- Example: crosswalk_rt.error_message('42P01', 'relation "s.t" does not exist', '', '') = 'Table ''s.t'' doesn''t exist'
-- Example: crosswalk_rt.error_message('42P01', 'in words of its own', '', '') = 'in words of its own'
CREATE OR REPLACE FUNCTION crosswalk_rt.error_message(state text, message text, detail text, in_schema text)
RETURNS text
LANGUAGE sql STABLE STRICT PARALLEL SAFE
RETURN coalesce(CASE
  WHEN state = '23505' THEN (
    SELECT format('Duplicate entry ''%s'' for key ''%s''', left(replace(given, ', ', '-'), 64), CASE WHEN EXISTS (
      SELECT FROM pg_catalog.pg_constraint AS c
      WHERE c.conname = named AND c.contype = 'p' AND c.connamespace = pg_catalog.to_regnamespace(quote_ident(in_schema))
    ) THEN 'PRIMARY' ELSE named END)
    FROM (SELECT substring(detail FROM '\)=\((.*)\)') AS given, substring(message FROM '"(.*)"$') AS named) AS said
    WHERE given IS NOT NULL
  )
  WHEN state = '23502' THEN 'Column ''' || substring(message FROM 'column "(.*)" of relation ') || ''' cannot be null'
  WHEN state IN ('23503', '23001') THEN (
    SELECT format(
      '%s: a foreign key constraint fails (`%s`.`%s`, CONSTRAINT `%s` FOREIGN KEY (%s) REFERENCES `%s` (%s)%s%s)',
      CASE WHEN message LIKE 'update or delete on %' THEN 'Cannot delete or update a parent row'
        ELSE 'Cannot add or update a child row' END,
      in_schema, t.relname, c.conname,
      (SELECT string_agg(format('`%s`', a.attname), ', ' ORDER BY k.at)
        FROM unnest(c.conkey) WITH ORDINALITY AS k (number, at)
          JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = k.number),
      p.relname,
      (SELECT string_agg(format('`%s`', a.attname), ', ' ORDER BY k.at)
        FROM unnest(c.confkey) WITH ORDINALITY AS k (number, at)
          JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.confrelid AND a.attnum = k.number),
      CASE c.confdeltype WHEN 'c' THEN ' ON DELETE CASCADE' WHEN 'n' THEN ' ON DELETE SET NULL' ELSE '' END,
      CASE c.confupdtype WHEN 'c' THEN ' ON UPDATE CASCADE' WHEN 'n' THEN ' ON UPDATE SET NULL' ELSE '' END
    )
    FROM pg_catalog.pg_constraint AS c
      JOIN pg_catalog.pg_class AS t ON t.oid = c.conrelid
      JOIN pg_catalog.pg_class AS p ON p.oid = c.confrelid
    WHERE c.contype = 'f' AND c.connamespace = pg_catalog.to_regnamespace(quote_ident(in_schema))
      AND c.conname = substring(message FROM ' foreign key constraint "([^"]*)"')
      AND t.relname = coalesce(substring(message FROM ' on table "([^"]*)"$'), substring(message FROM ' on table "([^"]*)"'))
    LIMIT 1
  )
  WHEN state = '42P01' THEN 'Table ''' || substring(message FROM '^relation "(.*)" does not exist$') || ''' doesn''t exist'
END, message);
