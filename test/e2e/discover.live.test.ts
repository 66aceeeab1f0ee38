import { execFile, execFileSync } from 'node:child_process'
import { chmodSync, chownSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Observation } from '../../src/discover/scan.js'
import { makeNetwork, networkAvailable, type Packet, type TestNetwork } from '../support/network.js'
import {
  available,
  connectPostgres,
  startEmbeddedMysql,
  startEmbeddedPostgres,
  startMariadb,
  startPostgres15,
  type TestServer,
} from '../support/servers.js'
import { type OwnServer, ownMariadb } from '../unit/dialects/mysql/changes/own-server.js'
import { mysqlGreeting, tdsPrelogin, tnsRefuse } from '../unit/discover/handshakes.js'
import { buildProgram, program, workFolder } from './support/cli.js'

const possible =
  networkAvailable() &&
  available('mariadb') &&
  available('postgres15') &&
  available('embedded-mysql') &&
  available('embedded-postgres')

const folder = workFolder()
/** Places of servers at ports that are not usual. */
const own = ['10.83.0.10:15432', '10.83.0.11:33999', '10.83.0.12:33061', '10.83.0.13:13306']

interface Result {
  readonly probes: number
  readonly closed: Readonly<Record<string, number>>
  readonly found: readonly Observation[]
  readonly seconds: number
}

describe.skipIf(!possible)('a search in a network of 1,022 addresses', () => {
  let network: TestNetwork
  const servers: TestServer[] = []
  let secured: OwnServer | undefined
  let result: Result
  let packets: readonly Packet[]
  const rest: string[] = []

  beforeAll(async () => {
    await buildProgram()
    network = makeNetwork({
      near: '10.83.3.254/22',
      hosts: [
        '10.83.0.10/22',
        '10.83.0.11/22',
        '10.83.0.12/22',
        '10.83.0.13/22',
        '10.83.0.20/22',
        '10.83.0.21/22',
        '10.83.0.30/22',
      ],
      refusing: ['10.83.1.0/24', '10.83.2.0/24'],
    })
    const [mariadb, postgres15, mysql, postgres18] = await Promise.all([
      startMariadb(),
      startPostgres15(),
      startEmbeddedMysql(),
      startEmbeddedPostgres(),
    ])
    servers.push(mariadb, postgres15, mysql, postgres18)
    await switchTlsOn(postgres15)
    const { key, certificate } = makeCertificate(folder)
    secured = await ownMariadb()
    await secured.start(`--ssl-key=${key}`, `--ssl-cert=${certificate}`)
    await network.publish('10.83.0.10', 3306, mariadb.endpoint.port)
    await network.publish('10.83.0.10', 15432, postgres15.endpoint.port)
    await network.publish('10.83.0.11', 5432, postgres18.endpoint.port)
    await network.publish('10.83.0.11', 33999, mariadb.endpoint.port)
    await network.publish('10.83.0.12', 3306, mysql.endpoint.port)
    await network.publish('10.83.0.12', 33061, secured.endpoint.port)
    await network.publish('10.83.0.13', 5432, postgres15.endpoint.port)
    await network.publish('10.83.0.13', 13306, mysql.endpoint.port)
    await network.listen('10.83.0.20', 3306, () => undefined)
    await network.listen('10.83.0.20', 1521, (socket) =>
      socket.once('data', () => socket.write(tnsRefuse('(DESCRIPTION=(TMP=)(VSNNUM=318767104)(ERR=1189))'))),
    )
    await network.listen('10.83.0.20', 1433, (socket) =>
      socket.once('data', () => socket.write(tdsPrelogin([15, 0, 8, 0, 0, 0], 1))),
    )
    await network.listen('10.83.0.21', 3306, (socket) => {
      const greeting = mysqlGreeting('8.4.3', { tls: true })
      setTimeout(() => socket.write(greeting.subarray(0, 20)), 700)
      setTimeout(() => socket.write(greeting.subarray(20)), 1100)
    })
    await network.listen('10.83.0.21', 5432, (socket) => socket.write('\x1b[2Jnonsense\r\n\0\x07'))
    // Beside the targets: what is found here was contacted without being asked for.
    await network.listen('10.83.0.30', 3307, () => rest.push('10.83.0.30:3307'))
    const capture = await network.capture()
    const targets = ['10.83.0.0/22', ...own]
    result = await search(network, targets)
    packets = await capture.stop()
  })

  afterAll(async () => {
    network?.close()
    await secured?.stop()
    await Promise.all(servers.map((server) => server.stop()))
    rmSync(folder, { recursive: true, force: true })
  })

  const at = (place: string) => result.found.find(({ address, port }) => `${address}:${port}` === place)

  it.each([
    ['10.83.0.10:3306', 'MariaDB', '10.11', 'none'],
    ['10.83.0.11:33999', 'MariaDB', '10.11', 'none'],
    ['10.83.0.12:33061', 'MariaDB', '10.11', 'offered'],
    ['10.83.0.12:3306', 'MySQL', '5.6', 'none'],
    ['10.83.0.13:13306', 'MySQL', '5.6', 'none'],
    ['10.83.0.11:5432', 'PostgreSQL', '18', 'none'],
    ['10.83.0.13:5432', 'PostgreSQL', '9.6', 'offered'],
    ['10.83.0.10:15432', 'PostgreSQL', '9.6', 'offered'],
    ['10.83.0.20:1521', 'Oracle Database', '19', 'none'],
    ['10.83.0.20:1433', 'Microsoft SQL Server', '15.0', 'required'],
    ['10.83.0.21:3306', 'MySQL', '8.4', 'offered'],
  ])('finds at %s %s %s with TLS %s', (place, product, series, tls) => {
    expect(at(place)).toMatchObject({
      kind: 'server',
      fingerprint: { product, tls, version: { series: [series, expect.anything()] } },
    })
  })

  it('names the silent port and the one that speaks nonsense', () => {
    expect(at('10.83.0.20:3306')).toMatchObject({ kind: 'silent' })
    expect(at('10.83.0.21:5432')).toMatchObject({ kind: 'unknown', said: '⟨U+001B⟩[2Jnonsense  ⟨U+0000⟩⟨U+0007⟩' })
  })

  it('finds nothing else', () => expect(result.found).toHaveLength(13))

  it('tried every address at the four usual ports and the four others', () => {
    expect(result.probes).toBe(1022 * 4 + own.length)
    // 10.83.1.0 to 10.83.2.255 refuse, and of the seven hosts and of this one the ports on which nobody listens.
    expect(result.closed['refused']).toBe(512 * 4 + 8 * 4 - 9)
  })

  it('contacted nothing else: every packet that left went to an address and a port of the targets', () => {
    const usual = [3306, 5432, 1521, 1433]
    const block = /^10\.83\.[0-3]\.\d+$/
    // What goes to the searching host itself never leaves it.
    const wrong = packets.filter(
      ({ kind, address, port }) =>
        address !== '10.83.3.254' &&
        !(['syn', 'tcp'].includes(kind) && block.test(address) && usual.includes(port)) &&
        !own.includes(`${address}:${port}`),
    )
    expect(wrong).toEqual([])
    expect(rest).toEqual([])
  })

  it('opened one connection to each port, and no more than it needs to those that answer', () => {
    const calls = new Map<string, number>()
    for (const { kind, address, port } of packets)
      if (kind === 'syn') calls.set(`${address}:${port}`, (calls.get(`${address}:${port}`) ?? 0) + 1)
    expect(calls.get('10.83.0.10:3306')).toBe(1)
    expect(calls.get('10.83.0.12:3306')).toBe(1)
    expect(calls.get('10.83.0.11:33999')).toBe(1)
    expect(calls.get('10.83.0.11:5432')).toBe(3)
    expect(calls.get('10.83.1.77:3306')).toBe(1)
  })

  it('takes less than ten seconds', () => {
    process.stderr.write(`${result.probes} connections in ${result.seconds} s\n`)
    // Of which four are its own pace; a slow machine adds to the rest.
    expect(result.seconds).toBeLessThan(process.env['CI'] === undefined ? 10 : 60)
  })
})

async function search({ inside }: TestNetwork, targets: readonly string[]): Promise<Result> {
  const [command = '', ...words] = [...inside, process.execPath, program, 'discover', ...targets, '--json']
  const out = await new Promise<string>((resolve, reject) =>
    execFile(command, words, { maxBuffer: 1 << 24, timeout: 120_000 }, (error, stdout, stderr) =>
      error ? reject(new Error(`${error.message}\n${stderr}`)) : resolve(stdout),
    ),
  )
  const value: Result = JSON.parse(out)
  return value
}

/** A certificate of its own making: the search looks at whether there is TLS, not at whom it names. */
function makeCertificate(inside: string): { readonly key: string; readonly certificate: string } {
  const [key, certificate] = [join(inside, 'server.key'), join(inside, 'server.crt')]
  const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=test']
  execFileSync('openssl', [...made, '-keyout', key, '-out', certificate], { stdio: 'pipe' })
  return { key, certificate }
}

async function switchTlsOn(server: TestServer): Promise<void> {
  const { key, certificate } = makeCertificate(server.folder)
  const { uid, gid } = statSync(join(server.folder, 'data'))
  for (const file of [key, certificate]) chownSync(file, uid, gid)
  chmodSync(key, 0o600)
  const client = await connectPostgres(server.endpoint)
  await client.query(`ALTER SYSTEM SET ssl_key_file = '${key}'`)
  await client.query(`ALTER SYSTEM SET ssl_cert_file = '${certificate}'`)
  await client.query('ALTER SYSTEM SET ssl = on')
  await client.end()
  await server.restart?.()
}
