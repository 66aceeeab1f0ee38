import type { BodyRefusal, EmittedStatement, Probe, StatementId } from '../../../core/dialect/dialect.js'
import type { Scratch } from './scratch.js'

/** Statements whose bodies are looked at in one round trip. */
const batch = 50

const ask = 'SELECT statement, probe, reason FROM pg_temp.crosswalk_probe($1::json)'

type Answer = (string | null) | undefined

/**
 * Asks the engine about every statement of bodies, as if each were about to run for the first time: names, types and
 * shapes are checked, nothing is planned and nothing runs.
 * @param existing all programs that are there: what their bodies make may be there too
 */
export async function probeBodies(
  scratch: Scratch,
  statements: readonly EmittedStatement[],
  existing: readonly EmittedStatement[],
  beforeBatch: () => void,
): Promise<ReadonlyMap<StatementId, readonly BodyRefusal[]>> {
  const asked = statements.filter(({ probes = [] }) => probes.length > 0)
  const found = new Map<StatementId, BodyRefusal[]>()
  if (asked.length === 0) return found
  await scratch.run(probeFunctions)
  const made = existing.flatMap(({ probes = [] }) => probes.filter(({ how }) => how === 'made'))
  for (let at = 0; at < asked.length; at += batch) {
    beforeBatch()
    const some = asked.slice(at, at + batch)
    const question = JSON.stringify(some.map((each) => questionOf(each, made)))
    for (const [statement, probe, reason] of await scratch.query(ask, [question])) {
      const refused = some[numberOf(statement)]
      const refusal = refused && refusalOf(refused.probes?.[numberOf(probe)], reason)
      if (refusal) found.set(refused.id, [...(found.get(refused.id) ?? []), refusal])
    }
  }
  return found
}

/** Tables that other bodies make may be there when this one runs; its own come first. */
function questionOf({ probes = [] }: EmittedStatement, made: readonly Probe[]) {
  const others = made.filter((each) => !probes.includes(each)).map(({ sql }) => sql)
  const questions = probes.map(({ how, sql, params, into, exact }) => ({
    how,
    sql,
    params: params.length > 0 ? `(${params.join(', ')})` : '',
    nulls: params.map(() => 'NULL').join(', '),
    into,
    exact,
  }))
  return { others, probes: questions }
}

const numberOf = (cell: Answer): number => Number(cell ?? Number.NaN)

const refusalOf = (probe: Probe | undefined, reason: Answer): BodyRefusal | undefined =>
  probe && { reason: reason ?? '', line: probe.line, sql: probe.sql, origin: probe.origin }

/**
 * One text, one question: a query is prepared and thrown away; a call cannot be prepared, but a function in SQL that makes
 * it is checked when it is created. Prepared statements know the types of their columns from version 16 on; before,
 * an empty table made from one does. All that is made is taken back by an error of our own.
 */
const probeFunctions = `
CREATE OR REPLACE FUNCTION pg_temp.crosswalk_probe_types(params text, nulls text, query text) RETURNS oid[]
LANGUAGE plpgsql AS $function$
DECLARE found oid[];
BEGIN
  EXECUTE format('PREPARE crosswalk_probe%s AS %s', params, query);
  IF current_setting('server_version_num')::int >= 160000 THEN
    EXECUTE 'SELECT result_types::oid[] FROM pg_catalog.pg_prepared_statements WHERE name = ''crosswalk_probe''' INTO found;
  ELSE
    BEGIN
      EXECUTE format('CREATE TEMPORARY TABLE crosswalk_probe_rows AS EXECUTE crosswalk_probe%s WITH NO DATA',
        CASE WHEN nulls = '' THEN '' ELSE '(' || nulls || ')' END);
      SELECT array_agg(atttypid ORDER BY attnum) INTO found FROM pg_catalog.pg_attribute
        WHERE attrelid = 'pg_temp.crosswalk_probe_rows'::regclass AND attnum > 0;
      DROP TABLE pg_temp.crosswalk_probe_rows;
    EXCEPTION WHEN OTHERS THEN found := NULL;
    END;
  END IF;
  DEALLOCATE crosswalk_probe;
  RETURN found;
END
$function$;
CREATE OR REPLACE FUNCTION pg_temp.crosswalk_probe_takes(given oid, wanted oid) RETURNS boolean
LANGUAGE sql AS $function$
  SELECT given = wanted
    OR EXISTS (SELECT FROM pg_catalog.pg_cast WHERE castsource = given AND casttarget = wanted AND castcontext <> 'e')
    OR (SELECT (g.typcategory, w.typcategory) NOT IN (
          ('B', 'N'), ('B', 'D'), ('B', 'T'), ('D', 'N'), ('D', 'B'), ('T', 'N'), ('T', 'B'), ('T', 'D'),
          ('A', 'N'), ('A', 'B'), ('A', 'D'), ('A', 'T'), ('N', 'A'), ('B', 'A'), ('D', 'A'), ('T', 'A'))
        FROM pg_catalog.pg_type AS g, pg_catalog.pg_type AS w WHERE g.oid = given AND w.oid = wanted)
$function$;
CREATE OR REPLACE FUNCTION pg_temp.crosswalk_probe_shape(given oid[], wanted oid[], exact boolean) RETURNS text
LANGUAGE plpgsql AS $function$
BEGIN
  IF given IS NULL OR wanted IS NULL THEN RETURN NULL; END IF;
  IF cardinality(given) <> cardinality(wanted) THEN
    RETURN format('%s columns where %s are taken', cardinality(given), cardinality(wanted));
  END IF;
  FOR i IN 1 .. cardinality(given) LOOP
    IF exact AND given[i] <> wanted[i] OR NOT exact AND NOT pg_temp.crosswalk_probe_takes(given[i], wanted[i]) THEN
      RETURN format('column %s is of type %s where %s is taken', i, given[i]::regtype, wanted[i]::regtype);
    END IF;
  END LOOP;
  RETURN NULL;
END
$function$;
CREATE OR REPLACE FUNCTION pg_temp.crosswalk_probe_one(probe json) RETURNS text
LANGUAGE plpgsql AS $function$
DECLARE
  given oid[];
  wanted oid[];
  reason text;
BEGIN
  IF probe->>'how' = 'call' THEN
    BEGIN
      EXECUTE format('CREATE FUNCTION pg_temp.crosswalk_probe_call%s RETURNS void LANGUAGE sql AS %L',
        CASE WHEN probe->>'params' = '' THEN '()' ELSE probe->>'params' END, probe->>'sql');
      RAISE EXCEPTION USING ERRCODE = 'XWOK1';
    EXCEPTION
      WHEN SQLSTATE 'XWOK1' THEN RETURN NULL;
      -- Comes when the procedure is found: it gives something back.
      WHEN feature_not_supported THEN RETURN NULL;
      WHEN OTHERS THEN RETURN SQLERRM;
    END;
  END IF;
  given := pg_temp.crosswalk_probe_types(probe->>'params', probe->>'nulls', probe->>'sql');
  IF probe->>'into' IS NULL THEN RETURN NULL; END IF;
  wanted := pg_temp.crosswalk_probe_types(probe->>'params', probe->>'nulls', probe->>'into');
  RETURN pg_temp.crosswalk_probe_shape(given, wanted, coalesce((probe->>'exact')::boolean, false));
EXCEPTION WHEN OTHERS THEN
  RETURN SQLERRM;
END
$function$;
CREATE OR REPLACE FUNCTION pg_temp.crosswalk_probe(asked json) RETURNS TABLE (statement int, probe int, reason text)
LANGUAGE plpgsql AS $function$
DECLARE
  one json;
  question json;
  at_statement int := 0;
  at_probe int;
  statements int[] := '{}';
  probes int[] := '{}';
  reasons text[] := '{}';
BEGIN
  FOR one IN SELECT * FROM json_array_elements(asked) LOOP
    BEGIN
      at_probe := 0;
      FOR question IN SELECT * FROM json_array_elements(one->'probes') LOOP
        IF question->>'how' = 'made' THEN
          BEGIN
            EXECUTE format('DO %L', question->>'sql');
          EXCEPTION
            WHEN duplicate_table OR duplicate_object THEN NULL;
            WHEN OTHERS THEN
              statements := statements || at_statement;
              probes := probes || at_probe;
              reasons := reasons || SQLERRM;
          END;
        END IF;
        at_probe := at_probe + 1;
      END LOOP;
      FOR question IN SELECT * FROM json_array_elements(one->'others') LOOP
        BEGIN
          EXECUTE format('DO %L', question#>>'{}');
        EXCEPTION WHEN OTHERS THEN NULL;
        END;
      END LOOP;
      at_probe := 0;
      FOR question IN SELECT * FROM json_array_elements(one->'probes') LOOP
        reason := CASE WHEN question->>'how' <> 'made' THEN pg_temp.crosswalk_probe_one(question) END;
        IF reason IS NOT NULL THEN
          statements := statements || at_statement;
          probes := probes || at_probe;
          reasons := reasons || reason;
        END IF;
        at_probe := at_probe + 1;
      END LOOP;
      RAISE EXCEPTION USING ERRCODE = 'XWOK2';
    EXCEPTION WHEN SQLSTATE 'XWOK2' THEN NULL;
    END;
    at_statement := at_statement + 1;
  END LOOP;
  RETURN QUERY SELECT * FROM unnest(statements, probes, reasons);
END
$function$;
`
