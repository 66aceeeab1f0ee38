-- The percent format of a country's dates and times.
-- Source: the manual of the source server, "Date and Time Functions".
-- Example: crosswalk_rt.get_format('DATE', 'EUR') = '%d.%m.%Y'
CREATE OR REPLACE FUNCTION crosswalk_rt.get_format(kind text, style text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE kind
    WHEN 'DATE' THEN CASE upper(style) WHEN 'USA' THEN '%m.%d.%Y' WHEN 'JIS' THEN '%Y-%m-%d' WHEN 'ISO' THEN '%Y-%m-%d' WHEN 'EUR' THEN '%d.%m.%Y' WHEN 'INTERNAL' THEN '%Y%m%d' END
    WHEN 'TIME' THEN CASE upper(style) WHEN 'USA' THEN '%h:%i:%s %p' WHEN 'JIS' THEN '%H:%i:%s' WHEN 'ISO' THEN '%H:%i:%s' WHEN 'EUR' THEN '%H.%i.%s' WHEN 'INTERNAL' THEN '%H%i%s' END
    ELSE CASE upper(style) WHEN 'USA' THEN '%Y-%m-%d %H.%i.%s' WHEN 'JIS' THEN '%Y-%m-%d %H:%i:%s' WHEN 'ISO' THEN '%Y-%m-%d %H:%i:%s' WHEN 'EUR' THEN '%Y-%m-%d %H.%i.%s' WHEN 'INTERNAL' THEN '%Y%m%d%H%i%s' END END
$$;
