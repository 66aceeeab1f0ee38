import { form } from '../../src/core/data/cell.js'
import type { Change, TupleWriter } from '../../src/core/data/changes.js'
import { digestOf, image, mapped, renumbered, type Workload, written } from './workload.js'

const startRows = 200_000

const sql = (per: number): string => `
  CREATE TABLE account (id int PRIMARY KEY, owner text, amount numeric(12,2), changed timestamp, note text);
  CREATE FUNCTION noted(v bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT 'note ' || lpad(v::text, 9, '0') || repeat('x', 86) $$;
  CREATE FUNCTION priced(v bigint) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$ SELECT (v % 100000)::numeric(12,2) $$;
  CREATE FUNCTION timed(v bigint) RETURNS timestamp LANGUAGE sql IMMUTABLE AS $$ SELECT timestamp '2024-01-01' + (v % 86400) * interval '1 second' $$;
  CREATE PROCEDURE work(count bigint) LANGUAGE plpgsql AS $$ BEGIN
    FOR i IN 1..count * ${per} LOOP
      IF i % 10 < 5 THEN UPDATE account SET amount = priced(i), changed = timed(i), note = noted(i) WHERE id = i::bigint * 7919 % ${startRows} + 1;
      ELSIF i % 10 < 9 THEN INSERT INTO account VALUES (${startRows} + i, 'owner ' || i % 1000, priced(i), timed(i), noted(i));
      ELSE DELETE FROM account WHERE id = ${startRows} + i - 4; END IF;
      IF i % ${per} = 0 THEN COMMIT; END IF;
    END LOOP;
  END $$;
  INSERT INTO account SELECT i, 'owner ' || i % 1000, priced(0), timed(0), noted(0) FROM generate_series(1, ${startRows}) i`

/** Half updates of rows all over a table, four tenths new rows, one tenth deletes of young rows. */
export function mixed(transactions: number, per: number): Workload {
  return {
    ...{
      id: `mixed_${per}`,
      name: `mixed, ${per} a transaction`,
      transactions,
      changes: transactions * per,
      sql: sql(per),
    },
    digestSql: digestOf(['account']),
    tables: [mapped('account', ['id', 'owner', 'amount', 'changed', 'note'], ['id'])],
    open: ([writer]) => {
      const log = new MixedLog(writer)
      return { take: (count) => Array.from({ length: count }, () => log.next()) }
    },
  }
}

const owners = Array.from({ length: 1000 }, (_, at) => written(`owner ${at}`))
const amounts = Array.from({ length: 100_000 }, (_, at) => written(`${at}.00`, form.digits))
const note = written(`note ${'0'.repeat(9)}${'x'.repeat(86)}`)

class MixedLog {
  readonly #writer: TupleWriter | undefined
  /** The number of the change that each row was last written by. */
  readonly #versions = new Int32Array(startRows + 1)
  #last = 0

  constructor(writer: TupleWriter | undefined) {
    this.#writer = writer
  }

  next(): Change {
    const i = ++this.#last
    const kind = i % 10
    if (kind === 9) return { kind: 'delete', table: 0, before: this.#image(startRows + i - 4, i - 4, i - 4) }
    if (kind >= 5) return { kind: 'insert', table: 0, after: this.#image(startRows + i, i, i) }
    const id = ((i * 7919) % startRows) + 1
    const before = this.#image(id, id, this.#versions[id] ?? 0)
    this.#versions[id] = i
    return { kind: 'update', table: 0, before, after: this.#image(id, id, i) }
  }

  #image(id: number, owner: number, version: number) {
    const moment = { seconds: version % 86_400 }
    const values = [id, owners[owner % 1000] ?? null, amounts[version % 100_000] ?? null, moment]
    return image(this.#writer, [...values, renumbered(note, 5, 9, version)])
  }
}
