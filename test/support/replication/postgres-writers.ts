import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { Endpoint } from '../../../src/core/dialect/endpoint.js'
import { connectPostgres } from '../servers.js'

/** A shop with foreign keys between three tables, one of which may act, and accounts whose sum never changes. */
export const postgresShop = (action: 'CASCADE' | 'RESTRICT'): string => `
  CREATE TABLE customers (id integer PRIMARY KEY, name text, credit numeric(12,2) NOT NULL DEFAULT 0, seen timestamptz);
  CREATE TABLE orders (id bigint PRIMARY KEY, customer_id integer NOT NULL REFERENCES customers, note text);
  CREATE TABLE order_lines (order_id bigint REFERENCES orders ON DELETE ${action}, line smallint, amount integer, PRIMARY KEY (order_id, line));
  CREATE TABLE accounts (id integer PRIMARY KEY, balance bigint NOT NULL, slot integer UNIQUE);
  INSERT INTO customers (id, name, credit) SELECT n, 'Name ' || n, n / 7.0 FROM generate_series(1, 20000) AS n;
  INSERT INTO orders SELECT n, 1 + n % 20000, repeat('ä', n % 50) FROM generate_series(1, 20000) AS n;
  INSERT INTO order_lines SELECT 1 + n % 20000, n / 20000, n % 9 FROM generate_series(0, 39999) AS n;
  INSERT INTO accounts SELECT n, 1000, n FROM generate_series(1, 500) AS n`

/** What a transaction does; `n` is another one each time. */
const transactions: readonly ((n: number) => string)[] = [
  (n) => `UPDATE customers SET credit = credit + 1.25, seen = now() WHERE id = ${1 + (n % 20000)}`,
  (n) => `UPDATE customers SET name = NULL WHERE id BETWEEN ${n % 19000} AND ${(n % 19000) + 20}`,
  (n) => `INSERT INTO customers (id, name) VALUES (${100_000 + n}, 'W');
    INSERT INTO orders VALUES (${100_000 + n}, ${100_000 + n}, NULL); INSERT INTO order_lines VALUES (${100_000 + n}, 1, 2)`,
  (n) =>
    `UPDATE orders SET customer_id = ${1 + ((n * 7) % 20000)}, note = repeat('x', ${n % 3000}) WHERE id = ${1 + (n % 20000)}`,
  (n) => `DELETE FROM orders WHERE id = ${1 + (n % 20000)}`,
  (n) =>
    `DELETE FROM order_lines WHERE order_id = ${1 + ((n * 3) % 20000)}; DELETE FROM orders WHERE id = ${1 + ((n * 3) % 20000)}`,
  (n) => `UPDATE order_lines SET line = line + 100 WHERE order_id = ${1 + (n % 20000)} AND line < 100`,
  (n) => `UPDATE accounts SET balance = balance - 5 WHERE id = ${1 + (n % 500)};
    UPDATE accounts SET balance = balance + 5 WHERE id = ${1 + ((n * 7) % 500)}`,
  (n) =>
    `UPDATE accounts SET slot = NULL WHERE id = ${1 + (n % 500)}; UPDATE accounts SET slot = id WHERE id = ${1 + (n % 500)}`,
]

/** Writes until it is stopped, from several connections. */
export class PostgresWriters {
  readonly #endpoint: Endpoint
  readonly #writers: Promise<void>[]
  #stopped = false

  constructor(endpoint: Endpoint, writers: number) {
    this.#endpoint = endpoint
    this.#writers = Array.from({ length: writers }, (_, writer) => this.#write(writer))
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await Promise.all(this.#writers)
  }

  async #write(writer: number): Promise<void> {
    const client = await connectPostgres(this.#endpoint)
    let n = writer * 7919
    while (!this.#stopped) {
      n += 1 + (n % 13)
      await this.#transaction(client, n)
      await sleep(2)
    }
    await client.end()
  }

  /** Some are taken back; deadlocks and keys that do not hold belong to the game. */
  async #transaction(client: pg.Client, n: number): Promise<void> {
    const sql = transactions[n % transactions.length]?.(n) ?? ''
    await client.query(`BEGIN; ${sql}; ${n % 17 === 0 ? 'ROLLBACK' : 'COMMIT'}`).catch(() => client.query('ROLLBACK'))
  }
}
