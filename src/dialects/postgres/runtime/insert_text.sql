-- A text with some characters replaced; unchanged when the place is outside.
-- Source: the manual of the source server, "String Functions and Operators".
-- Example: crosswalk_rt.insert_text('Quadratic', 3, 4, 'What') = 'QuWhattic'
CREATE OR REPLACE FUNCTION crosswalk_rt.insert_text(value text, place integer, count integer, new text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN place < 1 OR place > length(value) THEN value
    WHEN count < 0 OR count > length(value) - place + 1 THEN left(value, place - 1) || new
    ELSE left(value, place - 1) || new || substr(value, place + count) END
$$;
