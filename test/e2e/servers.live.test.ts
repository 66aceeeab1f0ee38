import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildProgram, fails, run, runJson, workFolder } from './support/cli.js'
import { live, type Pair, startPair } from './support/live.js'

const folder = workFolder()
const canary = 'CANARYpassword'

describe.skipIf(!live)('servers that do not let us do our work', () => {
  let pair: Pair
  let source = ''
  let target = ''

  beforeAll(async () => {
    await buildProgram()
    pair = await startPair()
    await pair.my.query(`
      CREATE DATABASE shop; USE shop;
      CREATE TABLE seen (id INT PRIMARY KEY, v VARCHAR(20)); INSERT INTO seen VALUES (1, 'a');
      CREATE TABLE hidden (id INT PRIMARY KEY);
      CREATE VIEW guarded AS SELECT id FROM seen;
      CREATE USER reader@'%' IDENTIFIED BY '${canary}'; GRANT SELECT ON shop.seen TO reader@'%';
      GRANT SELECT ON shop.guarded TO reader@'%';
      CREATE USER nobody@'%' IDENTIFIED BY '${canary}'`)
    await pair.pg.query(`CREATE ROLE visitor LOGIN PASSWORD '${canary}'`)
    source = pair.source('shop')
    target = await pair.freshTarget('shop')
  })
  afterAll(async () => {
    await pair?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const migrate = (from: string, to: string, project: string): readonly string[] => [
    ...['migrate', from, to, '--project', join(folder, project), '--proof', 'none'],
  ]

  describe.concurrent('each with its own exit code', () => {
    it.each<[string, () => [string, string], number, RegExp]>([
      [
        'a wrong password at the source',
        () => [pair.source('shop', `root:${canary}`), target],
        77,
        /refuses the login/,
      ],
      ['an unknown user at the source', () => [pair.source('shop', `who:${canary}`), target], 77, /refuses the login/],
      ['an unknown user at the target', () => [source, pair.target('shop', `who:${canary}`)], 77, /refused the login/],
      ['an unknown database at the source', () => [pair.source('none'), target], 69, /no such database/],
      ['an unknown database at the target', () => [source, pair.target('none')], 69, /no such database/],
      ['a closed port at the source', () => ['mysql://root@127.0.0.1:1/shop', target], 69, /ECONNREFUSED/],
      ['a closed port at the target', () => [source, 'postgresql://tester@127.0.0.1:1/shop'], 69, /ECONNREFUSED/],
      ['an unknown host', () => ['mysql://root@no-such-host.invalid/shop', target], 69, /cannot be reached/],
      ['no TLS at the source', () => [`${source}?sslmode=require`, target], 69, /does not offer TLS/],
      ['no TLS at the source, verified', () => [`${source}?sslmode=verify-full`, target], 69, /does not offer TLS/],
      ['no TLS at the target', () => [source, `${target}?sslmode=require`], 69, /does not offer TLS/],
      ['no TLS at the target, verified', () => [source, `${target}?sslmode=verify-full`], 69, /does not offer TLS/],
      [
        'an account that may see nothing',
        () => [pair.source('shop', `nobody:${canary}`), target],
        77,
        /right is missing/,
      ],
      [
        'an account without CREATE',
        () => [source, pair.target('shop', `visitor:${canary}`)],
        77,
        /did not allow|right/,
      ],
    ])('%s', async (name, ends, code, words) => {
      const { err } = await fails(migrate(...ends(), name.replaceAll(/\W/g, '-')), code, words)
      expect(err).toMatch(/^ {2}try: /m)
      expect(err).not.toContain(canary)
    })

    it('an account that may see no database names its schema', async () => {
      const everything = pair.source('', `nobody:${canary}`)
      await fails(['convert', everything, '--to', 'postgres', '--proof', 'none'], 5, 'XW-S0023')
    })

    it('a server that accepts and says nothing', async () => {
      const silent = await silentServer()
      try {
        const at = `127.0.0.1:${silent.port}/shop?connect_timeout=1`
        await fails(migrate(`mysql://root@${at}`, target, 'silent-source'), 69, /cannot be reached/)
        await fails(
          migrate(source, `postgresql://tester@${at}`, 'silent-target'),
          69,
          /did not answer within 1 seconds/,
        )
      } finally {
        silent.stop()
      }
    })

    it('a server of another kind', async () => {
      const { port } = pair.postgres.endpoint
      await fails(migrate(`mysql://root@127.0.0.1:${port}/shop?connect_timeout=2`, target, 'other-kind'), 69)
      const wrong = `postgresql://tester@127.0.0.1:${pair.mariadb.endpoint.port}/shop?connect_timeout=2`
      await fails(migrate(source, wrong, 'other-kind-2'), 69)
    })
  })

  it('what an account may not see is a finding', async () => {
    const out = join(folder, 'reader')
    const ended = await runJson([
      ...['convert', pair.source('shop', `reader:${canary}`), '--to', 'postgres', '--proof', 'none', '--out', out],
    ])
    expect(ended.code).toBe(0)
    const findings: readonly { code: string; object: string }[] = JSON.parse(
      readFileSync(join(out, 'findings.json'), 'utf8'),
    )
    expect(findings.some(({ code, object }) => code === 'XW-P0230' && object.includes('guarded'))).toBe(true)
  })

  it('the password stands in no stream and in no file', async () => {
    await pair.pg.query('GRANT CREATE ON DATABASE shop TO visitor')
    const project = join(folder, 'passwords')
    const from = pair.source('shop', `reader:${canary}`)
    const to = pair.target('shop', `visitor:${canary}`)
    for (const more of [[], ['--json'], ['--debug']]) {
      const ended = await run(['migrate', from, to, '--project', project, ...more])
      expect(`${ended.out}${ended.err}`).not.toContain(canary)
    }
    for (const file of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!file.isFile()) continue
      expect(readFileSync(join(file.parentPath, file.name), 'utf8')).not.toContain(canary)
    }
  })
})

function silentServer(): Promise<{ readonly port: number; stop(): void }> {
  const sockets: Socket[] = []
  const server = createServer((socket) => void sockets.push(socket))
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const stop = () => {
        for (const socket of sockets) socket.destroy()
        server.close()
      }
      resolve({ port: typeof address === 'object' && address ? address.port : 0, stop })
    })
  })
}
