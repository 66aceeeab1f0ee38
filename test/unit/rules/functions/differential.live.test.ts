import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { type Connection, createConnection } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { constantExamples } from './constant-examples.js'
import { generatedCases } from './generated-cases.js'
import {
  parseSource,
  runtimeSql,
  sameValue,
  targetQuery,
  toCore,
  toTarget,
  versionFor,
  type Written,
} from './pipeline.js'

const server = ['/usr/sbin/mariadbd', '/usr/bin/mariadbd'].find((path) => existsSync(path))
if (server === undefined)
  console.warn('SKIPPED: no mariadbd on this machine, so no value was compared with a real source server')

/** Where the flavours differ, the tables follow the other one's manual. */
const flavourDiffers: ReadonlySet<string> = new Set([
  // The order of several paths: as written, or as in the document.
  "JSON_EXTRACT('[10, 20, [30, 40]]', '$[1]', '$[0]')",
  // Whether a time's seconds keep their fraction.
  "TIME_TO_SEC('10:11:12.5')",
  // A capital sharp s depends on the locale of the target database.
  "UPPER('größe')",
  // The zero date is null on the target.
  'FROM_DAYS(0)',
  'FROM_DAYS(10)',
  'FROM_DAYS(255)',
])

describe.skipIf(server === undefined)('the function tables against a real source server', () => {
  let folder: string
  let running: ChildProcess
  let source: Connection
  let target: PGlite

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'crosswalk-functions-'))
    const data = join(folder, 'data')
    const socket = join(folder, 's.sock')
    spawnSync('mariadb-install-db', [
      '--no-defaults',
      '--user=root',
      `--datadir=${data}`,
      `--tmpdir=${folder}`,
      '--auth-root-authentication-method=normal',
    ])
    running = spawn(server ?? '', [
      '--no-defaults',
      '--user=root',
      `--datadir=${data}`,
      `--tmpdir=${folder}`,
      `--socket=${socket}`,
      '--skip-networking',
      '--default-time-zone=+00:00',
    ])
    source = await connected(socket)
    await source.query("SET sql_mode = '', time_zone = '+00:00'")
    target = await PGlite.create()
    await target.exec("SET TimeZone = 'UTC'")
  })

  afterAll(async () => {
    await source?.end()
    await target?.close()
    const ended = new Promise((resolve) => running?.once('exit', resolve))
    running?.kill()
    await ended
    rmSync(folder, { recursive: true, force: true })
  })

  it('give the same value for every case that the server knows', async () => {
    const cases = [...new Set([...constantExamples.map((each) => each.in), ...generatedCases])]
    const wrong: string[] = []
    let compared = 0
    for (const text of cases.filter((each) => !flavourDiffers.has(each))) {
      const expected = await valueOnSource(source, text)
      if (expected === undefined) continue
      const written = toTarget(toCore(parseSource(text), new Set(), versionFor('mariadb')))
      const got = await valueOnTarget(target, written)
      compared++
      const wanted = written.type?.logical.kind === 'binary' ? expected.hex : expected.text
      if (!sameValue(got, wanted, written.type)) wrong.push(`${text} = ${wanted}, but ${written.sql} = ${got}`)
    }
    console.log(`compared ${compared} values with the source server`)
    expect(wrong).toEqual([])
    expect(compared).toBeGreaterThan(500)
  })
})

async function connected(socketPath: string): Promise<Connection> {
  for (let left = 100; ; left--) {
    try {
      return await createConnection({ socketPath, user: 'root', charset: 'utf8mb4' })
    } catch (error) {
      if (left === 0) throw error
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }
}

/** Undefined: this server has no such function. */
async function valueOnSource(
  source: Connection,
  text: string,
): Promise<{ text: string | null; hex: string | null } | undefined> {
  let bytes: Buffer | null = null
  try {
    await source.query({
      sql: `SELECT ${text}`,
      typeCast: (field) => {
        bytes = field.buffer()
        return null
      },
    })
  } catch {
    return undefined
  }
  const raw: Buffer | null = bytes
  return raw === null
    ? { text: null, hex: null }
    : { text: Buffer.from(raw).toString('utf8'), hex: Buffer.from(raw).toString('hex') }
}

const loaded = new Set<string>()

async function valueOnTarget(target: PGlite, written: Written): Promise<string | null> {
  const missing = ['time_text', ...written.needs].filter((name) => !loaded.has(name))
  if (missing.length > 0) await target.exec(runtimeSql(missing))
  for (const name of missing) loaded.add(name)
  return target.query<{ value: string | null }>(targetQuery(written)).then(
    ({ rows }) => rows[0]?.value ?? null,
    (error: unknown) => String(error),
  )
}
