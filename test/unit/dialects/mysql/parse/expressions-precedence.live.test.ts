import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createConnection } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseExpression } from '../../../../../src/dialects/mysql/parse/expressions.js'
import { printed } from './expressions-printed.js'

const present = spawnSync('mariadbd', ['--version']).status === 0
if (!present) console.warn('SKIPPED: precedence against a real server needs mariadbd')

/** Constant expressions whose value depends on how they are read. */
const expressions = [
  '1 + 2 * 3 - 4 / 2',
  '7 DIV 2 * 3 % 4',
  '2 ^ 3 + 1',
  '-2 ^ 3',
  '~1 & 7 | 8',
  '1 | 2 & 3 << 1 + 1',
  '1 << 2 + 1 >> 1',
  '10 - 3 - 2',
  '100 / 5 / 2',
  '!1 + 1',
  'NOT 1 + 1',
  'NOT 0 = 1',
  '!0 = 1',
  '1 = 2 = 0',
  '3 > 2 > 1',
  '1 < 2 = 2 > 1',
  '1 = 1 IN (0, 1)',
  '2 IN (1, 2) = 1',
  '1 + 1 IN (2, 3) = 1',
  '5 BETWEEN 1 AND 3 = 0',
  '5 BETWEEN 1 AND 3 OR 1',
  '5 BETWEEN 1 AND 9 AND 0',
  '2 BETWEEN 1 AND 1 | 2',
  '5 NOT BETWEEN 1 AND 3 AND 1',
  '1 BETWEEN 0 AND 5 BETWEEN 1 AND 2',
  'NOT 1 BETWEEN 0 AND 5',
  'NOT 1 IN (1)',
  'NOT 1 IS NULL',
  '1 = NULL IS NULL',
  'NULL IS NULL = 1',
  'NULL <=> NULL IS TRUE',
  '1 OR 1 AND 0',
  '1 XOR 1 AND 0',
  '1 OR 1 XOR 1',
  '0 XOR 1 OR 1',
  '1 || 0 && 0',
  'NOT 0 AND 0',
  'NOT 0 OR 1',
  "'a' LIKE 'b' = 0",
  "'a' LIKE 'A' AND 0",
  "NOT 'a' LIKE 'b'",
  "'a' NOT LIKE 'b' = 1",
  "'ab' REGEXP 'b' + 0",
  "'ab' NOT REGEXP 'c' = 1",
  "BINARY 'a' = 'A'",
  "'a' = BINARY 'A'",
  "'a' COLLATE utf8mb4_bin = 'A'",
  "BINARY 'a' LIKE 'A'",
  '- - 5 - - 3',
  '-5 % 3',
  '5 MOD 3 + 1',
  '1 - -1 * 2',
  '3 & 2 = 2',
  '1 | 0 IN (1)',
  "DATE '2020-01-31' + INTERVAL 1 MONTH + INTERVAL 1 DAY",
  "DATE '2020-01-31' + INTERVAL 1 + 1 DAY",
  "DATE '2020-03-31' - INTERVAL 1 MONTH > DATE '2020-02-28'",
  '(1, 2) = (1, 2) = 1',
  '1 IS TRUE = 1',
  '0 + 0 IS NOT TRUE',
  '4 DIV 2 = 2 IS TRUE',
  '1 <> 2 <=> 1',
  '2 * 3 MOD 4 DIV 1',
]

const withPipes = ["'1' || '2' + 1", "'a' || 'b' = 'ab'", "1 ^ 2 || '3'", "-1 || '2'"]

describe.skipIf(!present)('precedence', () => {
  const folder = mkdtempSync(join(tmpdir(), 'crosswalk-precedence-'))
  const socketPath = join(folder, 's')
  let server: ChildProcess | undefined
  let connection: Awaited<ReturnType<typeof createConnection>>

  beforeAll(async () => {
    const data = join(folder, 'data')
    const common = ['--no-defaults', `--datadir=${data}`, `--tmpdir=${folder}`]
    spawnSync('mariadb-install-db', [...common, '--user=root', '--auth-root-authentication-method=normal'])
    server = spawn('mariadbd', [...common, '--user=root', `--socket=${socketPath}`, '--skip-networking'], {
      stdio: 'ignore',
    })
    connection = await connected()
  })

  async function connected(): ReturnType<typeof createConnection> {
    for (let tries = 0; ; tries++) {
      try {
        return await createConnection({ socketPath, user: 'root', charset: 'utf8mb4' })
      } catch (error) {
        if (tries > 100) throw error
        await new Promise((done) => setTimeout(done, 100))
      }
    }
  }

  afterAll(async () => {
    await connection?.end()
    server?.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  })

  const valueFor = async (text: string): Promise<unknown> => {
    const [rows] = await connection.query({ sql: `SELECT ${text}`, rowsAsArray: true })
    return rows
  }

  it.each(expressions)('%s means the same to the server as to us', async (text) => {
    expect(await valueFor(printed(parseExpression(text)))).toEqual(await valueFor(text))
  })

  it.each(withPipes)('%s under PIPES_AS_CONCAT', async (text) => {
    const explicit = printed(parseExpression(text, { modes: { pipesAsConcat: true } }))
    await connection.query("SET sql_mode = 'PIPES_AS_CONCAT'")
    expect(await valueFor(explicit)).toEqual(await valueFor(text))
    await connection.query("SET sql_mode = ''")
  })

  it('NOT BETWEEN under HIGH_NOT_PRECEDENCE', async () => {
    const text = 'NOT 1 BETWEEN -5 AND 5'
    const explicit = printed(parseExpression(text, { modes: { highNotPrecedence: true } }))
    await connection.query("SET sql_mode = 'HIGH_NOT_PRECEDENCE'")
    expect(await valueFor(explicit)).toEqual(await valueFor(text))
    await connection.query("SET sql_mode = ''")
  })
})
