import { setTimeout as sleep } from 'node:timers/promises'
import type mysql from 'mysql2/promise'
import type { Endpoint } from '../../../src/core/dialect/endpoint.js'
import { connectMysql } from '../servers.js'

/** A shop with foreign keys, a key of two columns, a unique column, and accounts whose sum never changes. One foreign key may act. */
export const shopSchema = (database: string, action: 'CASCADE' | 'RESTRICT' = 'CASCADE'): string => `
  CREATE DATABASE ${database} CHARACTER SET utf8mb4; USE ${database};
  CREATE TABLE customers (id INT AUTO_INCREMENT PRIMARY KEY, email VARCHAR(80) NOT NULL UNIQUE, name VARCHAR(60), born DATE,
    credit DECIMAL(12,2) NOT NULL DEFAULT 0, seen DATETIME(6), flags SET('a','b','c'), kind ENUM('new','old') NOT NULL DEFAULT 'new');
  CREATE TABLE orders (id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY, customer_id INT NOT NULL, state VARCHAR(10) NOT NULL, note TEXT,
    placed TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3), FOREIGN KEY (customer_id) REFERENCES customers (id));
  CREATE TABLE order_lines (order_id BIGINT UNSIGNED NOT NULL, line SMALLINT NOT NULL, amount INT NOT NULL, price DOUBLE, picture VARBINARY(200),
    PRIMARY KEY (order_id, line), FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE ${action});
  CREATE TABLE accounts (id INT PRIMARY KEY, balance BIGINT NOT NULL, slot INT UNIQUE);
  CREATE TABLE ledger (id BINARY(8) PRIMARY KEY, seq INT NOT NULL, body JSON, bits BIT(12), y YEAR, t TIME(2));
  INSERT INTO customers (email, name, born, credit, seen, flags)
    SELECT CONCAT('c', seq, '@example.com'), CONCAT('Name ', seq), DATE'1960-01-01' + INTERVAL seq DAY, seq / 7, NOW(6), 'a,c' FROM seq_1_to_20000;
  INSERT INTO orders (customer_id, state, note) SELECT 1 + seq % 20000, 'open', REPEAT('ä', seq % 50) FROM seq_1_to_20000;
  INSERT INTO order_lines SELECT 1 + seq % 20000, seq DIV 20000, seq % 9, seq / 3, UNHEX(MD5(seq)) FROM seq_0_to_39999;
  INSERT INTO accounts SELECT seq, 1000, seq FROM seq_1_to_500`

/** What one step of a transaction does; any number gives one. */
export type Statement = (n: number) => string

const statements: readonly Statement[] = [
  (n) =>
    `INSERT INTO customers (email, name, born, seen) VALUES ('w${n}-${Date.now()}@example.com', 'W', '2000-02-29', NOW(6))`,
  (n) => `UPDATE customers SET credit = credit + 1.25, seen = NOW(6), flags = 'b' WHERE id = ${1 + (n % 20000)}`,
  (n) => `UPDATE customers SET name = NULL, kind = 'old' WHERE id BETWEEN ${n % 19000} AND ${(n % 19000) + 20}`,
  (n) =>
    `INSERT INTO orders (customer_id, state) VALUES (${1 + (n % 20000)}, 'new'); INSERT INTO order_lines VALUES (LAST_INSERT_ID(), 1, ${n % 7}, RAND(), NULL)`,
  (n) => `UPDATE orders SET state = 'sent', note = REPEAT('x', ${n % 3000}) WHERE id = ${1 + (n % 20000)}`,
  (n) => `DELETE FROM orders WHERE id = ${1 + (n % 20000)}`,
  (n) =>
    `UPDATE accounts SET balance = balance - 5 WHERE id = ${1 + (n % 500)}; UPDATE accounts SET balance = balance + 5 WHERE id = ${1 + ((n * 7) % 500)}`,
  // Keys that move, and a unique value that goes from one row to another.
  (n) => `UPDATE order_lines SET line = line + 100 WHERE order_id = ${1 + (n % 20000)} AND line < 100`,
  (n) =>
    `UPDATE accounts SET slot = NULL WHERE id = ${1 + (n % 500)}; UPDATE accounts SET slot = id WHERE id = ${1 + (n % 500)}`,
  (n) =>
    `REPLACE INTO ledger (id, seq, body, bits, y, t) VALUES (UNHEX('${hex(n % 4000)}'), ${n}, '{"n": ${n}}', ${n % 4096}, ${1990 + (n % 90)}, '-1${n % 10}:00:00.25')`,
  (n) => `DELETE FROM ledger WHERE id = UNHEX('${hex((n * 3) % 4000)}')`,
]

const hex = (n: number): string => n.toString(16).padStart(16, '0')

/** Writes until it is stopped, from several connections; a source that is away is waited for. */
export class Workload {
  readonly #endpoint: Endpoint
  readonly #writers: Promise<void>[]
  /** Rows of a large transaction, now and then; 0 for none. */
  readonly #large: number
  /** Milliseconds between two transactions of a writer. */
  readonly #pause: number
  readonly #statements: readonly Statement[]
  #stopped = false
  transactions = 0

  constructor(
    endpoint: Endpoint,
    options: {
      readonly writers: number
      readonly large?: number
      readonly pause?: number
      readonly also?: readonly Statement[]
    },
  ) {
    this.#endpoint = endpoint
    this.#large = options.large ?? 0
    this.#pause = options.pause ?? 1
    this.#statements = [...statements, ...(options.also ?? [])]
    this.#writers = Array.from({ length: options.writers }, (_, writer) => this.#write(writer))
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await Promise.all(this.#writers)
  }

  async #write(writer: number): Promise<void> {
    let connection: mysql.Connection | undefined
    let n = writer * 7919
    while (!this.#stopped) {
      try {
        connection ??= await this.#connect()
        n += 1 + (n % 13)
        await this.#transaction(connection, n)
        await sleep(this.#pause)
      } catch (error) {
        // Deadlocks and rows that are gone belong to the game; a lost connection does too.
        if (!(error instanceof Error && 'fatal' in error && error.fatal === false)) {
          connection?.destroy()
          connection = undefined
          await sleep(50)
        } else await connection?.query('ROLLBACK').catch(() => undefined)
      }
    }
    await connection?.end().catch(() => undefined)
  }

  async #connect(): Promise<mysql.Connection> {
    const connection = await connectMysql(this.#endpoint)
    connection.on('error', () => undefined)
    await connection.query("SET SESSION innodb_lock_wait_timeout = 2, sql_mode = 'STRICT_ALL_TABLES'")
    return connection
  }

  async #transaction(connection: mysql.Connection, n: number): Promise<void> {
    await connection.query('START TRANSACTION')
    if (this.#large > 0 && n % 197 === 0)
      await connection.query(
        `INSERT INTO ledger (id, seq, body, bits, y, t) SELECT UNHEX(LPAD(HEX(1000000 + ${n} * 100000 + seq), 16, '0')), seq, NULL, NULL, NULL, NULL FROM seq_1_to_${this.#large}`,
      )
    for (let step = 0; step <= n % 4; step++)
      await connection.query(this.#statements[(n + step * 5) % this.#statements.length]?.(n) ?? '')
    // Some are taken back: nothing of them may arrive.
    await connection.query(n % 17 === 0 ? 'ROLLBACK' : 'COMMIT')
    this.transactions++
  }
}
