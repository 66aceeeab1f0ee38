/** A column of each type, the value written, and what the target shows of it where that is something else. */
export const values: readonly (readonly [name: string, type: string, written: string, shown: string])[] = [
  ['small', 'smallint', '-32768', '-32768'],
  ['whole', 'integer', '2147483647', '2147483647'],
  ['big', 'bigint', '-9223372036854775808', '-9223372036854775808'],
  ['object', 'oid', '4294967295', '4294967295'],
  ['amount', 'numeric(12,3)', '123456789.125', '123456789.125'],
  ['any_amount', 'numeric', '0.000000000000000000000000000001', '0.000000000000000000000000000001'],
  ['single', 'real', '1.1', '1.1'],
  ['double', 'double precision', '2.2250738585072014e-308', '2.2250738585072014e-308'],
  ['flag', 'boolean', 'true', '1'],
  ['fixed', 'character(4)', 'ab', 'ab'],
  ['short', 'character varying(40)', "a'b\\c ", "a'b\\c "],
  ['body', 'text', 'line\n"two"\t😀', 'line\n"two"\t😀'],
  ['byte', '"char"', 'x', 'x'],
  ['folded', 'citext', 'FoLd', 'FoLd'],
  ['bytes', 'bytea', '\\x00ff5c27', '00FF5C27'],
  ['day', 'date', '2024-02-29', '2024-02-29'],
  ['clock', 'time(3)', '24:00:00', '24:00:00.000'],
  ['zoned', 'time with time zone', '12:34:56.789+02', '12:34:56.789+02'],
  ['wall', 'timestamp', '2024-02-29 23:59:59.999999', '2024-02-29 23:59:59.999999'],
  ['moment', 'timestamptz', '1999-12-31 23:00:00-05', '2000-01-01 04:00:00.000000'],
  ['span', 'interval', '1 year 2 mons -3 days 04:05:06.7', '1 year 2 mons -3 days +04:05:06.7'],
  ['clock_span', 'interval', '-10:00:00.5', '-10:00:00.5'],
  ['bits', 'bit(3)', '101', '5'],
  ['some_bits', 'bit varying(9)', '1010', '1010'],
  ['document', 'json', '{"b": 1,  "a": [1.10]}', '{"b": 1,  "a": [1.10]}'],
  ['parsed', 'jsonb', '{"b": 1, "a": "ä"}', '{"a": "ä", "b": 1}'],
  ['page', 'xml', '<a>1</a>', '<a>1</a>'],
  ['id', 'uuid', 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'],
  ['host', 'inet', '::1', '::1'],
  ['net', 'cidr', '10.0.0.0/8', '10.0.0.0/8'],
  ['card', 'macaddr', '08:00:2b:01:02:03', '08:00:2b:01:02:03'],
  ['tags', 'text[]', '{a,"b,c","\\"q\\"",NULL}', '{a,"b,c","\\"q\\"",NULL}'],
  ['numbers', 'integer[]', '{1,NULL,3}', '{1,NULL,3}'],
  ['during', 'tsrange', '[2024-01-01,2024-02-01)', '["2024-01-01 00:00:00","2024-02-01 00:00:00")'],
  ['feeling', 'mood', "it's fine", "it's fine"],
  ['twin', 'pair', '(1,"x y")', '(1,"x y")'],
  ['few', 'positive', '5', '5'],
  ['words', 'tsvector', 'fat cat', "'cat' 'fat'"],
  ['cash', 'money', '12.34', '$12.34'],
  ['place', 'point', '(1,2)', '(1,2)'],
]

export const types = `CREATE EXTENSION citext; CREATE TYPE mood AS ENUM ('sad', 'it''s fine'); CREATE TYPE pair AS (a integer, b text);
CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
CREATE TABLE every_type (n serial PRIMARY KEY, ${values.map(([name, type]) => `${name} ${type}`).join(', ')});`

export const shop = `
CREATE TABLE customer (code text PRIMARY KEY, name text NOT NULL, since timestamptz DEFAULT now());
CREATE TABLE orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, customer text REFERENCES customer ON DELETE CASCADE,
  amount numeric(10,2) CHECK (amount >= 0), total numeric(12,2) GENERATED ALWAYS AS (amount * 2) STORED, open boolean DEFAULT true);
CREATE INDEX orders_customer ON orders (customer); CREATE SEQUENCE numbers START 7;
CREATE TABLE numbered (id bigint DEFAULT nextval('numbers') PRIMARY KEY, other bigint DEFAULT nextval('numbers'), name text);
INSERT INTO numbered (name) VALUES ('first'), ('second');
CREATE TABLE event (id bigint, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE event_old PARTITION OF event FOR VALUES FROM (MINVALUE) TO ('2024-01-01');
CREATE TABLE event_new PARTITION OF event DEFAULT;
CREATE VIEW busy AS SELECT c.code, upper(c.name) AS loud, count(o.id) AS orders, max(o.amount) AS most FROM customer c
  LEFT JOIN orders o ON o.customer = c.code WHERE c.code LIKE 'c1%' AND (o.open OR o.id IS NULL) GROUP BY c.code, c.name HAVING count(o.id) > 1;
INSERT INTO customer SELECT 'c' || n, 'Customer ' || n FROM generate_series(1, 500) AS n;
INSERT INTO orders (customer, amount) SELECT 'c' || 1 + n % 500, n FROM generate_series(1, 5000) AS n;
INSERT INTO event SELECT n, date '2023-06-01' + n FROM generate_series(1, 500) AS n;`
