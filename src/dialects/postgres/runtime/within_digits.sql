-- A number with so many digits behind its point, or the nearest one that so many digits in all can hold.
-- Source: the manual of the source server, "Out-of-Range and Overflow Handling".
-- Example: crosswalk_rt.within_digits(123.456, 4, 2) = 99.99 AND crosswalk_rt.within_digits(1.005, 4, 2) = 1.01
CREATE OR REPLACE FUNCTION crosswalk_rt.within_digits(value numeric, precision_ integer, scale_ integer) RETURNS numeric
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT least(greatest(round(value, scale_), -largest), largest)
  FROM (SELECT (10::numeric ^ precision_ - 1) / 10::numeric ^ scale_ AS largest) AS limits
$$;
