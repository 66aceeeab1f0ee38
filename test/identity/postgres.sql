-- What hand-written scripts say in words that a dump does not use, and what dumps say that fixtures of other pairs do not.
CREATE SCHEMA IF NOT EXISTS app;
SET search_path TO app, public;
CREATE TYPE mood AS ENUM ('sad', 'it''s ok', 'happy');
ALTER TYPE mood ADD VALUE 'glad' AFTER 'it''s ok';
CREATE DOMAIN positive AS numeric(8,2) DEFAULT 1 NOT NULL CONSTRAINT above CHECK (VALUE > 0);
CREATE TYPE "My Pair" AS (a integer, b text COLLATE "C");
CREATE SEQUENCE codes AS integer START WITH 100 INCREMENT BY 5 MAXVALUE 5000 CACHE 3 CYCLE;
CREATE FUNCTION next_code() RETURNS text LANGUAGE sql AS $$ SELECT 'c' || nextval('app.codes') $$;
CREATE TABLE "Mixed Case" (
  id serial PRIMARY KEY UNIQUE, -- the server makes one key of both
  code text DEFAULT next_code(), /* a comment; with a semicolon */
  state mood NOT NULL DEFAULT 'sad'::mood,
  price positive,
  pair "My Pair",
  tags varchar(20)[] DEFAULT '{}'::varchar[] NOT NULL,
  name varchar(40) COLLATE "C" CONSTRAINT named CHECK (length(name) > 1) NO INHERIT,
  span interval day to second(3) DEFAULT '1 day'::interval,
  total numeric GENERATED ALWAYS AS ((price * 2)) STORED,
  up integer CONSTRAINT to_self REFERENCES "Mixed Case" (id) MATCH FULL ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
  EXCLUDE USING btree (code WITH =) WHERE (code IS NOT NULL)
) WITH (fillfactor = 70, toast.autovacuum_enabled = false);
ALTER TABLE "Mixed Case" ALTER COLUMN name SET STATISTICS 200, ALTER COLUMN code SET STORAGE EXTERNAL,
  ADD CONSTRAINT late CHECK (up <> id) NOT VALID, REPLICA IDENTITY FULL;
CREATE UNIQUE INDEX ON "Mixed Case" (lower(name) text_pattern_ops DESC NULLS LAST) INCLUDE (code) WHERE (up > 0);
CREATE INDEX by_tags ON "Mixed Case" USING gin (tags) WITH (fastupdate = off);
CREATE TABLE wide (own bigint GENERATED ALWAYS AS IDENTITY (START WITH 7 INCREMENT BY 3) PRIMARY KEY, LIKE "Mixed Case" INCLUDING GENERATED);
CREATE TABLE narrow (extra text) INHERITS (wide);
CREATE UNLOGGED TABLE gone (a integer UNIQUE NULLS NOT DISTINCT, b date);
CREATE TABLE parts (at date NOT NULL, kind text DEFAULT 'x', PRIMARY KEY (at, kind)) PARTITION BY RANGE (at);
CREATE TABLE parts_old PARTITION OF parts FOR VALUES FROM (MINVALUE) TO ('2024-01-01') PARTITION BY LIST (kind);
CREATE TABLE parts_old_x PARTITION OF parts_old FOR VALUES IN ('x', 'y');
CREATE TABLE parts_rest (kind text NOT NULL, at date NOT NULL);
ALTER TABLE parts ATTACH PARTITION parts_rest DEFAULT;
CREATE INDEX of_rest ON parts_rest (kind);
CREATE VIEW happy WITH (security_barrier) AS SELECT id, code FROM "Mixed Case" WHERE state >= 'glad' WITH LOCAL CHECK OPTION;
CREATE MATERIALIZED VIEW counted AS SELECT state, count(*) AS n FROM "Mixed Case" GROUP BY state WITH NO DATA;
CREATE UNIQUE INDEX counted_state ON counted (state);
CREATE RULE keep AS ON DELETE TO gone DO INSTEAD NOTHING;
ALTER TABLE gone ENABLE ROW LEVEL SECURITY;
CREATE POLICY mine ON gone USING (a > 0);
CREATE FUNCTION touched() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.code := upper(NEW.code); RETURN NEW; END $$;
CREATE TRIGGER touch BEFORE INSERT OR UPDATE OF code ON "Mixed Case" FOR EACH ROW WHEN (NEW.code IS NOT NULL) EXECUTE FUNCTION touched();
ALTER TABLE "Mixed Case" DISABLE TRIGGER touch;
CREATE AGGREGATE longest(text) (SFUNC = textcat, STYPE = text, INITCOND = '');
CREATE STATISTICS both_of (dependencies) ON a, b FROM gone;
COMMENT ON TABLE "Mixed Case" IS 'it''s; -- "so"';
COMMENT ON COLUMN "Mixed Case".code IS 'two
lines';
COMMENT ON FUNCTION touched() IS 'of a program';
COMMENT ON TYPE mood IS 'of a type';
COMMENT ON CONSTRAINT late ON "Mixed Case" IS 'of a constraint';
ALTER FUNCTION touched() SET search_path TO app;
ALTER DOMAIN positive ADD CONSTRAINT below CHECK (VALUE < 1000000);
ALTER SEQUENCE codes OWNED BY "Mixed Case".code;
