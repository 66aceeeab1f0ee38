import { setTimeout as sleep } from 'node:timers/promises'
import type mysql from 'mysql2/promise'
import type { Endpoint } from '../../../src/core/dialect/endpoint.js'
import { connectMysql } from '../servers.js'

/** Changes of the shop's tables, and rows that need them; again and again from the beginning. */
const statements: readonly string[] = [
  "ALTER TABLE accounts ADD COLUMN note VARCHAR(20) NOT NULL DEFAULT 'n'",
  "UPDATE accounts SET note = CONCAT('x', id) WHERE id % 7 = 0",
  'ALTER TABLE accounts RENAME COLUMN note TO words, ADD KEY by_words (words)',
  'ALTER TABLE accounts MODIFY words VARCHAR(40) NULL, ADD COLUMN note INT NOT NULL FIRST',
  "UPDATE accounts SET words = IF(id % 2 = 0, NULL, REPEAT('w', 30)), note = id WHERE id % 5 = 0",
  'CREATE TABLE made (id INT AUTO_INCREMENT PRIMARY KEY, v VARCHAR(10))',
  "INSERT INTO made (v) VALUES ('a'), (NULL), ('c')",
  'RENAME TABLE made TO remade',
  'ALTER TABLE accounts DROP COLUMN words',
  "UPDATE remade SET v = 'b' WHERE v IS NULL",
  'ALTER TABLE accounts DROP COLUMN note',
  'CREATE TABLE copied AS SELECT id, balance FROM accounts WHERE id < 20',
  'DROP TABLE remade',
  'UPDATE copied SET balance = balance + id',
  'DROP TABLE copied',
  'ALTER TABLE ledger ADD COLUMN memo VARCHAR(10) NULL',
  "UPDATE ledger SET memo = 'm' WHERE seq % 50 = 0",
  'ALTER TABLE ledger DROP COLUMN memo',
]

/** What a second try of a statement that was carried out meets. */
const done: ReadonlySet<unknown> = new Set([1050, 1051, 1054, 1060, 1061, 1091, 1146])

/** Locks, and a server that goes down: another try may do it. */
const passing: ReadonlySet<unknown> = new Set([1040, 1053, 1205, 1213, 1317, 1927, 1969])

/** Changes definitions for as long as it may, from a connection of its own; a source that is away is waited for. */
export class Definer {
  readonly #endpoint: Endpoint
  readonly #may: () => boolean
  readonly #pause: number
  readonly #running: Promise<void>
  #stopped = false
  changes = 0

  /** `pause`: milliseconds between two changes. */
  constructor(endpoint: Endpoint, may: () => boolean, pause = 250) {
    this.#pause = pause
    this.#endpoint = endpoint
    this.#may = may
    this.#running = this.#run()
    this.#running.catch(() => undefined)
  }

  /** The tables are as they were at the beginning. @throws what the server did not want */
  async stop(): Promise<void> {
    this.#stopped = true
    await this.#running
  }

  async #run(): Promise<void> {
    let connection: mysql.Connection | undefined
    for (let at = 0; !this.#stopped || at % statements.length > 0; ) {
      await sleep(this.#stopped ? 0 : this.#pause)
      if (!this.#may()) continue
      try {
        connection ??= await this.#connect()
        await connection.query(statements[at % statements.length] ?? '')
        at++
        this.changes++
      } catch (error) {
        const number = errorNumber(error)
        if (number !== undefined && done.has(number)) at++
        else if (number !== undefined && !passing.has(number)) throw error
        else {
          connection?.destroy()
          connection = undefined
        }
      }
    }
    await connection?.end().catch(() => undefined)
  }

  async #connect(): Promise<mysql.Connection> {
    const connection = await connectMysql(this.#endpoint)
    connection.on('error', () => undefined)
    await connection.query("SET SESSION lock_wait_timeout = 2, sql_mode = 'STRICT_ALL_TABLES'")
    // A table keeps room for each column that went in an instant, and after a few hundred takes no more (error 1118).
    await connection.query("SET GLOBAL innodb_instant_alter_column_allowed = 'never'")
    return connection
  }
}

/** Of an error that the server gave; undefined of one of the connection. */
function errorNumber(error: unknown): number | undefined {
  const number = error instanceof Error && 'errno' in error ? error.errno : undefined
  const isServers = typeof number === 'number' && ((number >= 1000 && number < 2000) || number > 3000)
  return isServers ? number : undefined
}
