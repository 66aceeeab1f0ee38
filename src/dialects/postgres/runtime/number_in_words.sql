-- A whole number in English words, in capitals, as a cardinal or an ordinal one.
-- Source: the manual of the source server, "SQL Language Reference, Datetime Format Element Suffixes".
-- Example: crosswalk_rt.number_in_words(2123, false) = 'TWO THOUSAND ONE HUNDRED TWENTY-THREE'
CREATE OR REPLACE FUNCTION crosswalk_rt.number_in_words(number integer, ordinal boolean) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  small text[] := '{ZERO,ONE,TWO,THREE,FOUR,FIVE,SIX,SEVEN,EIGHT,NINE,TEN,ELEVEN,TWELVE,THIRTEEN,FOURTEEN,FIFTEEN,SIXTEEN,SEVENTEEN,EIGHTEEN,NINETEEN}';
  tens text[] := '{TEN,TWENTY,THIRTY,FORTY,FIFTY,SIXTY,SEVENTY,EIGHTY,NINETY}';
  made text;
  size integer;
  name text;
BEGIN
  IF number < 20 THEN made := small[number + 1];
  ELSIF number < 100 THEN made := tens[number / 10] || CASE number % 10 WHEN 0 THEN '' ELSE '-' || small[number % 10 + 1] END;
  ELSE
    size := CASE WHEN number >= 1000000 THEN 1000000 WHEN number >= 1000 THEN 1000 ELSE 100 END;
    name := CASE size WHEN 1000000 THEN 'MILLION' WHEN 1000 THEN 'THOUSAND' ELSE 'HUNDRED' END;
    made := crosswalk_rt.number_in_words(number / size, false) || ' ' || name
      || CASE number % size WHEN 0 THEN '' ELSE ' ' || crosswalk_rt.number_in_words(number % size, false) END;
  END IF;
  IF NOT ordinal THEN RETURN made; END IF;
  FOREACH name IN ARRAY '{ONE:FIRST,TWO:SECOND,THREE:THIRD,FIVE:FIFTH,EIGHT:EIGHTH,NINE:NINTH,TWELVE:TWELFTH}'::text[] LOOP
    IF made ~ ('(^|[ -])' || split_part(name, ':', 1) || '$') THEN
      RETURN left(made, -length(split_part(name, ':', 1))) || split_part(name, ':', 2);
    END IF;
  END LOOP;
  RETURN CASE WHEN made ~ 'Y$' THEN left(made, -1) || 'IETH' ELSE made || 'TH' END;
END
$$;
