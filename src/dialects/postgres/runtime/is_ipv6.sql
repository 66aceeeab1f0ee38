-- True when a text is an IPv6 address.
-- Source: the manual of the source server, "Miscellaneous Functions".
-- Example: crosswalk_rt.is_ipv6('::1') = true
CREATE OR REPLACE FUNCTION crosswalk_rt.is_ipv6(value text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(length(crosswalk_rt.inet6_aton(value)) = 16, false)
$$;
