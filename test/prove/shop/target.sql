-- Written by hand: what the routines of source.sql are in PL/pgSQL. One statement ends with a line of two semicolons.
CREATE FUNCTION shop.discount(p_total numeric(10,2), p_vip integer) RETURNS numeric LANGUAGE plpgsql AS $f$
DECLARE
  v_rate numeric(5,3) := 0;
BEGIN
  IF p_total >= 100 AND p_vip = 1 THEN
    v_rate := 0.15;
  ELSIF p_total > 50 THEN
    v_rate := 0.05;
  ELSE
    v_rate := 0.01;
  END IF;
  RETURN round(p_total * v_rate, 2);
END
$f$
;;
CREATE FUNCTION shop.grade(p_score integer) RETURNS varchar LANGUAGE plpgsql AS $f$
BEGIN
  CASE
    WHEN p_score >= 90 THEN RETURN 'A';
    WHEN p_score >= 75 THEN RETURN 'B';
    WHEN p_score < 0 THEN RETURN 'invalid';
    ELSE RETURN 'F';
  END CASE;
END
$f$
;;
CREATE FUNCTION shop.label_of(p_name varchar, p_note varchar) RETURNS varchar LANGUAGE plpgsql AS $f$
BEGIN
  RETURN upper(p_name) || ' (' || coalesce(p_note, 'none') || ')';
END
$f$
;;
CREATE FUNCTION shop.nights(p_from date, p_to date) RETURNS integer LANGUAGE plpgsql AS $f$
BEGIN
  RETURN p_to - p_from + 1;
END
$f$
;;
CREATE FUNCTION shop.odd_sum(p_n integer) RETURNS integer LANGUAGE plpgsql AS $f$
DECLARE
  i integer := 0;
  total integer := 0;
BEGIN
  <<l>>
  LOOP
    i := i + 1;
    IF coalesce(i > p_n, false) OR i > 20 THEN
      EXIT l;
    END IF;
    IF i % 2 = 0 THEN
      CONTINUE l;
    END IF;
    total := total + i;
  END LOOP;
  RETURN total;
END
$f$
;;
CREATE FUNCTION shop.is_code(p_code varchar) RETURNS integer LANGUAGE plpgsql AS $f$
BEGIN
  IF lower(p_code) LIKE 'a\_%' THEN
    RETURN 1;
  END IF;
  RETURN 0;
END
$f$
;;
CREATE FUNCTION shop.same(p_a integer, p_b integer) RETURNS integer LANGUAGE plpgsql AS $f$
BEGIN
  RETURN CASE WHEN p_a IS NOT DISTINCT FROM p_b THEN 1 ELSE 0 END;
END
$f$
;;
CREATE FUNCTION shop.half(p_n integer) RETURNS numeric LANGUAGE plpgsql AS $f$
BEGIN
  RETURN round(p_n / 2.0, 4);
END
$f$
;;
CREATE FUNCTION shop.is_active(p_status varchar) RETURNS integer LANGUAGE plpgsql AS $f$
BEGIN
  IF rtrim(lower(p_status)) = 'active' THEN
    RETURN 1;
  END IF;
  RETURN 0;
END
$f$
;;
CREATE FUNCTION shop.due_date(p_day date) RETURNS date LANGUAGE plpgsql AS $f$
BEGIN
  RETURN p_day + 30;
END
$f$
;;
CREATE PROCEDURE shop.customer_sums(p_customer integer, OUT p_total numeric, OUT p_count integer) LANGUAGE plpgsql AS $f$
BEGIN
  SELECT coalesce(sum(total), 0), count(*) INTO p_total, p_count
  FROM shop.orders WHERE customer_id = p_customer AND status <> 'cancelled';
END
$f$
;;
CREATE PROCEDURE shop.customer_status(p_id integer, OUT p_status varchar, INOUT p_calls integer) LANGUAGE plpgsql AS $f$
DECLARE
  r record;
BEGIN
  p_calls := p_calls + 1;
  SELECT status INTO r FROM shop.customers WHERE id = p_id;
  IF FOUND THEN
    p_status := r.status;
  ELSE
    p_status := 'unknown';
  END IF;
END
$f$
;;
CREATE FUNCTION shop.list_orders(p_status varchar) RETURNS TABLE (id integer, customer_id integer, total numeric) LANGUAGE plpgsql AS $f$
#variable_conflict use_column
BEGIN
  RETURN QUERY SELECT o.id, o.customer_id, o.total FROM shop.orders o
    WHERE lower(o.status) = rtrim(lower(p_status)) ORDER BY o.total DESC, o.id;
END
$f$
;;
CREATE FUNCTION shop.top_orders() RETURNS TABLE (id integer, total numeric) LANGUAGE plpgsql AS $f$
#variable_conflict use_column
BEGIN
  RETURN QUERY SELECT o.id, o.total FROM shop.orders o ORDER BY o.total DESC, o.id LIMIT 3;
END
$f$
;;
CREATE PROCEDURE shop.ship(p_order integer, OUT p_done integer) LANGUAGE plpgsql AS $f$
BEGIN
  UPDATE shop.orders SET status = 'shipped', shipped = date_trunc('second', localtimestamp)
  WHERE id = p_order AND status = 'paid';
  GET DIAGNOSTICS p_done = ROW_COUNT;
  IF p_done > 0 THEN
    INSERT INTO shop.audit (what, at) VALUES (concat('shipped ', p_order), date_trunc('second', localtimestamp));
  END IF;
END
$f$
;;
CREATE PROCEDURE shop.raise_prices(p_product varchar, p_percent integer, OUT p_changed integer) LANGUAGE plpgsql AS $f$
DECLARE
  v_done integer := 0;
  v_order integer;
  v_line integer;
  v_price numeric(8,2);
  c CURSOR FOR SELECT order_id, line, price FROM shop.items WHERE lower(product) = rtrim(lower(p_product));
BEGIN
  p_changed := 0;
  OPEN c;
  <<r>>
  LOOP
    FETCH c INTO v_order, v_line, v_price;
    IF NOT FOUND THEN
      v_done := 1;
    END IF;
    IF v_done = 1 THEN
      EXIT r;
    END IF;
    UPDATE shop.items SET price = round(v_price * (100 + p_percent::numeric) / 100, 2) WHERE order_id = v_order AND line = v_line;
    p_changed := p_changed + 1;
  END LOOP;
  CLOSE c;
END
$f$
;;
CREATE PROCEDURE shop.add_customer(p_name varchar, p_email varchar, OUT p_id integer) LANGUAGE plpgsql AS $f$
DECLARE
  v_last integer;
BEGIN
  p_id := 0;
  BEGIN
    INSERT INTO shop.customers (name, email, joined) VALUES (p_name, p_email, DATE '2024-05-01') RETURNING id INTO v_last;
  EXCEPTION WHEN unique_violation THEN
    p_id := -1;
  END;
  IF p_id = 0 THEN
    p_id := v_last;
  END IF;
END
$f$
;;
CREATE PROCEDURE shop.overview(p_customer integer, INOUT result_sets refcursor[] DEFAULT NULL) LANGUAGE plpgsql AS $f$
DECLARE
  c1 refcursor;
  c2 refcursor;
BEGIN
  OPEN c1 FOR SELECT name, status FROM shop.customers WHERE id = p_customer;
  result_sets := result_sets || c1;
  IF p_customer > 1 THEN
    OPEN c2 FOR SELECT id, status FROM shop.orders WHERE customer_id = p_customer ORDER BY id;
    result_sets := result_sets || c2;
  END IF;
END
$f$
;;
CREATE PROCEDURE shop.withdraw(p_customer integer, p_amount numeric) LANGUAGE plpgsql AS $f$
DECLARE
  v_credit numeric(10,2);
BEGIN
  SELECT credit INTO v_credit FROM shop.customers WHERE id = p_customer;
  IF p_amount <= 0 THEN
    RAISE EXCEPTION USING ERRCODE = '45000', MESSAGE = 'amount must be positive';
  END IF;
  IF v_credit < p_amount THEN
    RAISE EXCEPTION USING ERRCODE = '45001', MESSAGE = 'not enough credit';
  END IF;
  UPDATE shop.customers SET credit = credit - p_amount WHERE id = p_customer;
END
$f$
;;
CREATE PROCEDURE shop.close_year() LANGUAGE plpgsql AS $f$
BEGIN
  DELETE FROM shop.audit;
  COMMIT;
END
$f$
;;
CREATE FUNCTION shop.items_added() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  UPDATE shop.orders SET total = total + NEW.qty * NEW.price WHERE id = NEW.order_id;
  RETURN NULL;
END
$f$;
CREATE TRIGGER items_added AFTER INSERT ON shop.items FOR EACH ROW EXECUTE FUNCTION shop.items_added()
;;
CREATE FUNCTION shop.orders_changed() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  IF lower(NEW.status) = 'shipped' AND lower(OLD.status) <> 'shipped' THEN
    NEW.shipped := coalesce(NEW.shipped, NEW.placed);
  END IF;
  IF NEW.total < 0 THEN
    NEW.total := 0;
  END IF;
  RETURN NEW;
END
$f$;
CREATE TRIGGER orders_changed BEFORE UPDATE ON shop.orders FOR EACH ROW EXECUTE FUNCTION shop.orders_changed()
;;
CREATE FUNCTION shop.customers_gone() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  INSERT INTO shop.audit (what, at) VALUES (concat('gone ', OLD.name, ' ', OLD.credit), date_trunc('second', localtimestamp));
  RETURN NULL;
END
$f$;
CREATE TRIGGER customers_gone AFTER DELETE ON shop.customers FOR EACH ROW EXECUTE FUNCTION shop.customers_gone()
;;
