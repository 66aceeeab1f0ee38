import type { Change } from '../../src/core/data/changes.js'
import { digestOf, image, mapped, type Workload, type Written, written } from './workload.js'

const accounts = 200_000
const tellers = 20

/** What pgbench does by default (manual, pgbench: TPC-B), with fixed numbers in the place of random ones. */
const sql = `
  CREATE TABLE account (id int PRIMARY KEY, branch int, balance int, filler text);
  CREATE TABLE teller (id int PRIMARY KEY, branch int, balance int, filler text);
  CREATE TABLE branch (id int PRIMARY KEY, balance int, filler text);
  CREATE TABLE history (teller int, branch int, account int, delta int, made timestamp, filler text);
  ALTER TABLE history REPLICA IDENTITY FULL;
  CREATE PROCEDURE work(count bigint) LANGUAGE plpgsql AS $$ DECLARE a int; t int; d int; BEGIN
    FOR i IN 1..count LOOP
      a := i::bigint * 7919 % ${accounts} + 1; t := i % ${tellers} + 1; d := i % 1000 - 500;
      UPDATE account SET balance = balance + d WHERE id = a;
      UPDATE teller SET balance = balance + d WHERE id = t;
      UPDATE branch SET balance = balance + d WHERE id = t % 2 + 1;
      INSERT INTO history VALUES (t, t % 2 + 1, a, d, timestamp '2024-01-01' + (i % 86400) * interval '1 second', repeat('h', 22));
      COMMIT;
    END LOOP;
  END $$;
  INSERT INTO account SELECT i, i % 2 + 1, 0, repeat('a', 84) FROM generate_series(1, ${accounts}) i;
  INSERT INTO teller SELECT i, i % 2 + 1, 0, repeat('t', 84) FROM generate_series(1, ${tellers}) i;
  INSERT INTO branch SELECT i, 0, repeat('b', 88) FROM generate_series(1, 2) i`

const filler = {
  ...{ account: written('a'.repeat(84)), teller: written('t'.repeat(84)) },
  ...{ branch: written('b'.repeat(88)), history: written('h'.repeat(22)) },
}

export function bank(transactions: number): Workload {
  return {
    ...{ id: 'bank', name: 'pgbench, 4 a transaction', transactions, changes: transactions * 4, sql },
    digestSql: digestOf(['account', 'teller', 'branch', 'history']),
    tables: [
      mapped('account', ['id', 'branch', 'balance', 'filler'], ['id']),
      mapped('teller', ['id', 'branch', 'balance', 'filler'], ['id']),
      mapped('branch', ['id', 'balance', 'filler'], ['id']),
      mapped('history', ['teller', 'branch', 'account', 'delta', 'made', 'filler'], []),
    ],
    open: (writers) => {
      const log = transactionsOf(writers)
      return { take: (count) => Array.from({ length: count }, () => log.next().value) }
    },
  }
}

function* transactionsOf(writers: Parameters<Workload['open']>[0]): Generator<Change, Change> {
  const balances = [accounts, tellers, 2].map((rows) => new Int32Array(rows + 1))
  const update = (table: number, id: number, delta: number, row: (balance: number) => (number | Written)[]): Change => {
    const old = balances[table]?.[id] ?? 0
    balances[table]?.fill(old + delta, id, id + 1)
    const [before, after] = [image(writers[table], row(old)), image(writers[table], row(old + delta))]
    return { kind: 'update', table, before, after }
  }
  for (let i = 1; ; i++) {
    const [account, teller, delta] = [((i * 7919) % accounts) + 1, (i % tellers) + 1, (i % 1000) - 500]
    const branch = (teller % 2) + 1
    yield update(0, account, delta, (balance) => [account, (account % 2) + 1, balance, filler.account])
    yield update(1, teller, delta, (balance) => [teller, (teller % 2) + 1, balance, filler.teller])
    yield update(2, branch, delta, (balance) => [branch, balance, filler.branch])
    const row = [teller, branch, account, delta, { seconds: i % 86_400 }, filler.history]
    yield { kind: 'insert', table: 3, after: image(writers[3], row) }
  }
}
