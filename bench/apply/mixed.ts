import type { Change, TupleWriter } from '../../src/core/data/changes.js'
import { digestOf, image, mapped, type Workload } from './workload.js'

const startRows = 200_000

const sql = (per: number): string => `
  CREATE TABLE account (id int PRIMARY KEY, owner text, amount numeric(12,2), changed timestamp, note text);
  CREATE FUNCTION noted(v bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT rpad('note ' || v, 100, 'x') $$;
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
    const amount = `=${version % 100_000}.00`
    const note = `note ${version}`.padEnd(100, 'x')
    return image(this.#writer, [id, `owner ${owner % 1000}`, amount, { seconds: version % 86_400 }, note])
  }
}
