-- An amount of a unit, also of the compound units ('1:30' MINUTE_SECOND), as an interval; null when the amount is.
-- Source: the manual of the source server, "Temporal Intervals".
-- Example: crosswalk_rt.interval_of('1-2', 'YEAR_MONTH') = interval '14 months'
CREATE OR REPLACE FUNCTION crosswalk_rt.interval_of(amount text, unit text) RETURNS interval
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  units constant text[] := ARRAY['YEAR', 'MONTH', 'DAY', 'HOUR', 'MINUTE', 'SECOND', 'MICROSECOND'];
  sign integer := CASE WHEN amount COLLATE "C" ~ '^\s*-' THEN -1 ELSE 1 END;
  first integer;
  final integer;
  part text[];
  figure bigint[] := ARRAY[0, 0, 0, 0, 0, 0, 0];
  whole bigint;
BEGIN
  IF unit = 'SECOND' THEN RETURN make_interval(secs => crosswalk_rt.to_number(amount)); END IF;
  IF unit = 'MICROSECOND' THEN RETURN make_interval(secs => round(crosswalk_rt.to_number(amount)) / 1000000); END IF;
  IF strpos(unit, '_') = 0 THEN
    whole := CASE WHEN amount COLLATE "C" ~ '[^0-9.+\-\s]' THEN crosswalk_rt.to_bigint(amount) ELSE round(crosswalk_rt.to_decimal(amount)) END;
    RETURN CASE unit WHEN 'YEAR' THEN make_interval(years => whole::integer) WHEN 'QUARTER' THEN make_interval(months => whole::integer * 3)
      WHEN 'MONTH' THEN make_interval(months => whole::integer) WHEN 'WEEK' THEN make_interval(days => whole::integer * 7)
      WHEN 'DAY' THEN make_interval(days => whole::integer) WHEN 'HOUR' THEN make_interval(hours => whole::integer)
      WHEN 'MINUTE' THEN make_interval(secs => whole * 60) END;
  END IF;
  first := array_position(units, split_part(unit, '_', 1));
  final := array_position(units, split_part(unit, '_', 2));
  SELECT array_agg(run[1] ORDER BY place) INTO part FROM regexp_matches(amount COLLATE "C", '[0-9]+', 'g') WITH ORDINALITY AS hit(run, place);
  FOR back IN 0..least(final - first, coalesce(cardinality(part), 0) - 1) LOOP
    figure[final - back] := part[cardinality(part) - back]::bigint * sign;
  END LOOP;
  IF final = 7 AND cardinality(part) > 0 THEN
    figure[7] := rpad(left(part[cardinality(part)], 6), 6, '0')::bigint * sign;
  END IF;
  RETURN make_interval(figure[1]::integer, figure[2]::integer, 0, figure[3]::integer, figure[4]::integer, figure[5]::integer,
    figure[6] + figure[7] / 1000000.0);
END
$$;
