import { packageText } from './package-text.js'

/** Files of a made-up Oracle schema: `tables.sql`, and one file for the programs of each area. */
export interface MadeFile {
  readonly name: string
  readonly text: string
}

/**
 * At least so many bytes of DDL and PL/SQL in areas of a few tables, their keys, indexes, views, triggers, and a package with
 * about twenty members each. Deterministic; every name that is used exists.
 */
export function* schemaFiles(bytes: number): Generator<MadeFile> {
  let made = 0
  for (let area = 0; made < bytes; area += 1) {
    const name = `area_${String(area).padStart(5, '0')}`
    const text = [tablesText(area), viewsText(area), packageText(area), standaloneText(area)].join('\n')
    made += text.length
    yield { name: `${name}.sql`, text }
  }
}

const tablesText = (area: number): string => `
CREATE SEQUENCE orders_${area}_seq START WITH ${1 + (area % 7)} INCREMENT BY 1 CACHE 20 NOORDER NOCYCLE;
CREATE TABLE customers_${area} (
  id NUMBER(10) NOT NULL ENABLE,
  name VARCHAR2(${40 + (area % 60)} CHAR) NOT NULL,
  email VARCHAR2(120 BYTE),
  kind CHAR(1) DEFAULT 'N' NOT NULL,
  credit NUMBER(12,2) DEFAULT 0,
  born DATE,
  note CLOB,
  CONSTRAINT customers_${area}_pk PRIMARY KEY (id) USING INDEX PCTFREE 10 INITRANS 2 TABLESPACE users ENABLE,
  CONSTRAINT customers_${area}_kind_ck CHECK (kind IN ('N', 'P', 'X')) ENABLE
) SEGMENT CREATION IMMEDIATE PCTFREE 10 PCTUSED 40 INITRANS 1 NOCOMPRESS LOGGING TABLESPACE users;
CREATE TABLE orders_${area} (
  id NUMBER(10) PRIMARY KEY,
  customer_id NUMBER(10) NOT NULL,
  placed DATE DEFAULT SYSDATE NOT NULL,
  status VARCHAR2(10) DEFAULT 'NEW',
  total NUMBER(14,2),
  version NUMBER DEFAULT 1,
  CONSTRAINT orders_${area}_fk FOREIGN KEY (customer_id) REFERENCES customers_${area} (id) ON DELETE CASCADE
) TABLESPACE users;
CREATE TABLE lines_${area} (
  order_id NUMBER(10) NOT NULL,
  line_no NUMBER(4) NOT NULL,
  product VARCHAR2(30),
  quantity NUMBER(8,3),
  price NUMBER(10,2),
  amount NUMBER GENERATED ALWAYS AS (quantity * price) VIRTUAL,
  CONSTRAINT lines_${area}_pk PRIMARY KEY (order_id, line_no),
  CONSTRAINT lines_${area}_fk FOREIGN KEY (order_id) REFERENCES orders_${area} (id)
)${area % 5 === 0 ? ' PARTITION BY HASH (order_id) PARTITIONS 4' : ''};
CREATE TABLE journal_${area} (at TIMESTAMP(6), who VARCHAR2(30), what VARCHAR2(4000));
CREATE INDEX orders_${area}_placed ON orders_${area} (placed DESC, status) TABLESPACE indexes;
CREATE INDEX customers_${area}_upper ON customers_${area} (UPPER(name));
CREATE BITMAP INDEX customers_${area}_kind ON customers_${area} (kind);
COMMENT ON TABLE customers_${area} IS 'Those who order, area ${area}';
COMMENT ON COLUMN customers_${area}.credit IS 'In the currency of the area';`

const viewsText = (area: number): string => `
CREATE OR REPLACE FORCE EDITIONABLE VIEW order_totals_${area} (id, name, placed, total, share, place) AS
  SELECT o.id, c.name, TRUNC(o.placed), SUM(l.quantity * l.price), RATIO_TO_REPORT(SUM(l.price)) OVER (),
         RANK() OVER (PARTITION BY TRUNC(o.placed, 'MM') ORDER BY SUM(l.price) DESC)
    FROM orders_${area} o, customers_${area} c, lines_${area} l
   WHERE c.id = o.customer_id AND l.order_id(+) = o.id AND NVL(o.status, 'NEW') <> 'GONE'
   GROUP BY o.id, c.name, TRUNC(o.placed), TRUNC(o.placed, 'MM');
CREATE OR REPLACE VIEW recent_${area} AS
  SELECT * FROM (SELECT id, placed, DECODE(status, 'NEW', 'fresh', 'PAID', 'paid', NULL, 'none', 'other') AS state
                   FROM orders_${area} WHERE placed > ADD_MONTHS(DATE '2024-01-31', ${area % 12}) ORDER BY placed DESC)
   WHERE ROWNUM <= ${10 + (area % 50)};`

const standaloneText = (area: number): string => `
CREATE OR REPLACE TRIGGER orders_${area}_bi BEFORE INSERT OR UPDATE ON orders_${area} FOR EACH ROW
DECLARE
  v_kind customers_${area}.kind%TYPE;
BEGIN
  IF INSERTING AND :NEW.id IS NULL THEN
    SELECT orders_${area}_seq.NEXTVAL INTO :NEW.id FROM dual;
  END IF;
  SELECT kind INTO v_kind FROM customers_${area} WHERE id = :NEW.customer_id;
  :NEW.version := NVL(:OLD.version, 0) + 1;
  IF v_kind = 'X' THEN
    RAISE_APPLICATION_ERROR(-20001, 'Customer ' || :NEW.customer_id || ' is closed');
  END IF;
EXCEPTION
  WHEN NO_DATA_FOUND THEN NULL;
END;
/
CREATE OR REPLACE FUNCTION days_open_${area} (p_id IN orders_${area}.id%TYPE, p_until DATE DEFAULT NULL) RETURN NUMBER IS
  v_placed orders_${area}.placed%TYPE;
BEGIN
  SELECT placed INTO v_placed FROM orders_${area} WHERE id = p_id;
  RETURN ROUND(NVL(p_until, SYSDATE) - v_placed, 2);
EXCEPTION
  WHEN NO_DATA_FOUND THEN RETURN NULL;
  WHEN OTHERS THEN RAISE;
END days_open_${area};
/
`
