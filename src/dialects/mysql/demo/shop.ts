import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Endpoint } from '../../../core/dialect/endpoint.js'
import type { OnProgress } from '../../../core/progress/progress.js'
import { packageRoot } from '../../../rules/assets.js'
import { close, connect, query, type Session } from '../connect.js'
import { basicSteps } from './fill-basics.js'
import { salesSteps } from './fill-sales.js'
import type { FillStep } from './fill-step.js'

export const shopSchemaFile: string = join(packageRoot, 'fixtures', 'databases', 'shop', 'mysql.sql')

/** Rows of the whole shop, when it is full. */
export const shopRows: number = [...basicSteps, ...salesSteps].reduce((sum, step) => sum + step.rows, 0)

/**
 * Makes the demo shop in the endpoint's database, which must be empty, and fills it with the same million rows each
 * time. The server makes the rows itself. Tables without a foreign key to each other are filled side by side.
 */
export async function fillShop(endpoint: Endpoint, onProgress?: OnProgress, signal?: AbortSignal): Promise<void> {
  const first = await connect(endpoint, signal ? { signal } : {})
  try {
    await query(first, "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO'")
    for (const statement of statementsOf(readFileSync(shopSchemaFile, 'utf8'))) await query(first, statement)
    await makeNumbers(first)
    const queue = [...salesSteps].sort((a, b) => b.rows - a.rows)
    queue.push(...basicSteps)
    const done = { rows: 0 }
    await Promise.all([1, 2, 3, 4].map(() => fillFrom(queue, endpoint, done, onProgress, signal)))
    await query(first, 'DROP TABLE fill_numbers')
  } finally {
    await close(first)
  }
}

async function fillFrom(
  queue: FillStep[],
  endpoint: Endpoint,
  done: { rows: number },
  onProgress: OnProgress | undefined,
  signal: AbortSignal | undefined,
): Promise<void> {
  const session = await connect(endpoint, signal ? { signal } : {})
  try {
    // The rows are right by construction; a test checks every foreign key of the full shop.
    for (const setting of fillSettings) await query(session, setting)
    for (let step = queue.shift(); step; step = queue.shift()) {
      signal?.throwIfAborted()
      await query(session, step.sql)
      done.rows += step.rows
      onProgress?.({ kind: 'items', phase: 'load', done: done.rows, total: shopRows, current: step.table })
    }
  } finally {
    await close(session)
  }
}

const fillSettings: readonly string[] = [
  "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO'",
  'SET SESSION foreign_key_checks = 0',
  'SET SESSION unique_checks = 0',
]

/** 0 to 299,999. */
async function makeNumbers(session: Session): Promise<void> {
  const digits = Array.from({ length: 10 }, (_, digit) => `SELECT ${digit}${digit === 0 ? ' AS d' : ''}`).join(
    ' UNION ALL ',
  )
  const powers = [1, 10, 100, 1_000, 10_000, 100_000]
  const sum = powers.map((power, at) => `t${at}.d*${power}`).join('+')
  const tables = powers.map((_, at) => `(${digits}) AS t${at}`).join(', ')
  await query(session, 'CREATE TABLE fill_numbers (n INT NOT NULL PRIMARY KEY) ENGINE=InnoDB')
  await query(session, `INSERT INTO fill_numbers SELECT ${sum} FROM ${tables} WHERE t5.d < 3 ORDER BY 1`)
}

/** Statements of our own file, each ended by a semicolon at the end of a line. */
export function statementsOf(script: string): readonly string[] {
  return script
    .split(/;\n/)
    .map((text) => text.replace(/^(--.*\n|\n)+/, '').trim())
    .filter((text) => text !== '')
}
