export interface MemberText {
  /** As the specification has it, without its semicolon. */
  readonly head: string
  /** Behind IS. */
  readonly body: string
}

type Member = (area: number, at: number) => MemberText

/** One of each kind of thing that packages of applications are made of. */
export const members: readonly Member[] = [
  (area, at) => ({
    head: `PROCEDURE place_${at} (p_customer IN NUMBER, p_lines IN NUMBER DEFAULT ${1 + (at % 4)}, p_id OUT NUMBER)`,
    body: `    v_total NUMBER(14,2) := 0;
    v_kind customers_${area}.kind%TYPE;
  BEGIN
    SELECT kind INTO v_kind FROM customers_${area} WHERE id = p_customer FOR UPDATE;
    IF v_kind = 'X' THEN
      RAISE e_closed;
    ELSIF v_kind = 'P' AND p_lines > c_limit THEN
      RAISE_APPLICATION_ERROR(-20002, 'Too many lines: ' || TO_CHAR(p_lines));
    END IF;
    SELECT orders_${area}_seq.NEXTVAL INTO p_id FROM dual;
    INSERT INTO orders_${area} (id, customer_id, placed, status) VALUES (p_id, p_customer, SYSDATE, 'NEW');
    FOR i IN 1 .. p_lines LOOP
      INSERT INTO lines_${area} (order_id, line_no, product, quantity, price)
      VALUES (p_id, i, 'product ' || i, MOD(i, 5) + 1, ROUND(i * 1.${at % 10}, 2));
      v_total := v_total + (MOD(i, 5) + 1) * ROUND(i * 1.${at % 10}, 2);
    END LOOP;
    UPDATE orders_${area} SET total = v_total WHERE id = p_id;
    note('placed ' || p_id || ' with ' || SQL%ROWCOUNT || ' row');
  EXCEPTION
    WHEN NO_DATA_FOUND THEN
      note('no customer ' || p_customer);
      p_id := NULL;
    WHEN DUP_VAL_ON_INDEX THEN
      RAISE_APPLICATION_ERROR(-20003, 'Twice: ' || SQLERRM);
  END place_${at};
`,
  }),
  (area, at) => ({
    head: `FUNCTION discount_${at} (p_customer NUMBER, p_amount NUMBER) RETURN NUMBER`,
    body: `    v_kind customers_${area}.kind%TYPE;
    v_rate NUMBER;
  BEGIN
    SELECT NVL(kind, 'N') INTO v_kind FROM customers_${area} WHERE id = p_customer;
    v_rate := CASE v_kind WHEN 'P' THEN 0.1${at % 10} WHEN 'N' THEN 0.02 ELSE 0 END;
    IF p_amount IS NULL OR p_amount < 0 THEN
      RETURN 0;
    END IF;
    RETURN GREATEST(0, LEAST(p_amount * v_rate, 1000 - ${at}));
  EXCEPTION
    WHEN NO_DATA_FOUND THEN
      RETURN 0;
  END discount_${at};
`,
  }),
  (area, at) => ({
    head: `PROCEDURE close_old_${at} (p_days IN PLS_INTEGER)`,
    body: `    TYPE t_ids IS TABLE OF orders_${area}.id%TYPE INDEX BY PLS_INTEGER;
    l_ids t_ids;
    CURSOR c_old IS SELECT id FROM orders_${area} WHERE placed < SYSDATE - p_days AND status <> 'GONE' ORDER BY id;
  BEGIN
    OPEN c_old;
    LOOP
      FETCH c_old BULK COLLECT INTO l_ids LIMIT ${50 + at};
      EXIT WHEN l_ids.COUNT = 0;
      FORALL i IN 1 .. l_ids.COUNT
        UPDATE orders_${area} SET status = 'GONE', version = version + 1 WHERE id = l_ids(i);
      note('closed ' || l_ids.COUNT);
    END LOOP;
    CLOSE c_old;
  EXCEPTION
    WHEN OTHERS THEN
      IF c_old%ISOPEN THEN
        CLOSE c_old;
      END IF;
      note(SUBSTR('close_old: ' || SQLERRM, 1, 200));
      RAISE;
  END close_old_${at};
`,
  }),
  (area, at) => ({
    head: `FUNCTION summary_${at} (p_from DATE, p_to DATE) RETURN VARCHAR2`,
    body: `    v_text VARCHAR2(32767);
    v_count PLS_INTEGER := 0;
  BEGIN
    FOR r IN (SELECT c.name, COUNT(*) AS n, SUM(o.total) AS total
                FROM orders_${area} o, customers_${area} c
               WHERE o.customer_id = c.id(+) AND o.placed BETWEEN p_from AND NVL(p_to, SYSDATE)
               GROUP BY c.name HAVING COUNT(*) > ${at % 5} ORDER BY 3 DESC NULLS LAST) LOOP
      v_count := v_count + 1;
      EXIT WHEN v_count > c_limit OR LENGTH(v_text) > 30000;
      v_text := v_text || RPAD(r.name, 30) || TO_CHAR(r.total, '999G999D99') || CHR(10);
    END LOOP;
    RETURN NVL(v_text, 'nothing between ' || TO_CHAR(p_from, 'YYYY-MM-DD') || ' and ' || TO_CHAR(p_to, 'YYYY-MM-DD'));
  END summary_${at};
`,
  }),
  (area, at) => ({
    head: `PROCEDURE merge_customers_${at} (p_from IN NUMBER, p_into IN NUMBER)`,
    body: `    v_credit NUMBER;
    v_names t_names;
    v_at PLS_INTEGER;
  BEGIN
    MERGE INTO customers_${area} t
    USING (SELECT id, credit, email FROM customers_${area} WHERE id = p_from) s
       ON (t.id = p_into)
     WHEN MATCHED THEN UPDATE SET t.credit = t.credit + NVL(s.credit, 0), t.email = COALESCE(t.email, s.email);
    UPDATE orders_${area} SET customer_id = p_into WHERE customer_id = p_from;
    DELETE FROM customers_${area} WHERE id = p_from RETURNING credit INTO v_credit;
    v_names(1) := 'from ' || p_from;
    v_names(${2 + at}) := 'into ' || p_into;
    v_at := v_names.FIRST;
    WHILE v_at IS NOT NULL LOOP
      note(v_names(v_at) || ': ' || NVL(TO_CHAR(v_credit), 'none'));
      v_at := v_names.NEXT(v_at);
    END LOOP;
  END merge_customers_${at};
`,
  }),
  (area, at) => ({
    head: `PROCEDURE list_open_${at} (p_kind IN VARCHAR2, p_rows OUT SYS_REFCURSOR)`,
    body: `  BEGIN
    g_calls := g_calls + 1;
    IF p_kind IS NULL THEN
      OPEN p_rows FOR SELECT id, name, NULL AS total FROM customers_${area} WHERE ROWNUM <= ${at + 1} ORDER BY id;
    ELSE
      OPEN p_rows FOR
        SELECT o.id, c.name, SUM(l.amount) AS total
          FROM orders_${area} o
          JOIN customers_${area} c ON c.id = o.customer_id
          LEFT JOIN lines_${area} l ON l.order_id = o.id
         WHERE c.kind = p_kind AND o.status IN ('NEW', 'PAID')
         GROUP BY o.id, c.name;
    END IF;
  END list_open_${at};
`,
  }),
  (area, at) => ({
    head: `PROCEDURE recount_${at} (p_table IN VARCHAR2, p_count OUT NUMBER)`,
    body: `    v_sql VARCHAR2(400);
    TYPE t_counts IS TABLE OF NUMBER INDEX BY VARCHAR2(30);
    l_counts t_counts;
  BEGIN
    EXECUTE IMMEDIATE 'SELECT COUNT(*) FROM orders_${area} WHERE version > :v AND status = :s' INTO p_count USING ${at}, 'NEW';
    v_sql := 'DELETE FROM journal_${area} WHERE at < :d';
    EXECUTE IMMEDIATE v_sql USING ADD_MONTHS(SYSDATE, -${1 + at});
    FOR r IN (SELECT status, COUNT(*) AS n FROM orders_${area} GROUP BY status) LOOP
      l_counts(NVL(r.status, 'none')) := r.n;
    END LOOP;
    IF l_counts.EXISTS('NEW') AND l_counts('NEW') > p_count THEN
      note('more than counted: ' || p_table);
    END IF;
    <<retry>>
    FOR i IN REVERSE 1 .. 3 LOOP
      EXIT retry WHEN p_count > i;
      p_count := p_count + i;
    END LOOP retry;
  END recount_${at};
`,
  }),
  (area, at) => ({
    head: `FUNCTION line_of_${at} (p_order NUMBER, p_no NUMBER) RETURN t_line`,
    body: `    v_line t_line;
    v_row lines_${area}%ROWTYPE;
    FUNCTION rounded(p_value NUMBER) RETURN NUMBER IS
    BEGIN
      RETURN ROUND(p_value, ${at % 3});
    END rounded;
  BEGIN
    SELECT * INTO v_row FROM lines_${area} WHERE order_id = p_order AND line_no = p_no;
    v_line.product := INITCAP(TRIM(v_row.product));
    v_line.quantity := rounded(v_row.quantity);
    v_line.price := rounded(v_row.price * ${1 + (at % 3)});
    BEGIN
      IF INSTR(v_line.product, 'old', 1, 2) > 0 THEN
        v_line.price := NULL;
      END IF;
    EXCEPTION
      WHEN VALUE_ERROR THEN
        v_line.price := 0;
    END;
    RETURN v_line;
  EXCEPTION
    WHEN NO_DATA_FOUND OR TOO_MANY_ROWS THEN
      RETURN NULL;
  END line_of_${at};
`,
  }),
]
