import { describe, expect, it } from 'vitest'
import { loadFingerprinters } from '../../../src/dialects/registry.js'
import { scan } from '../../../src/discover/scan.js'
import { readTarget } from '../../../src/discover/targets.js'
import { type Part, playServer } from '../../support/scripted-server.js'
import { mysqlError, mysqlGreeting, postgresError, tdsPrelogin, tnsAccept, tnsRefuse, tnsResend } from './handshakes.js'

/** What the search says of a server that plays this part, on a port that is usual for nobody. */
async function seen(part: Part, answerMs = 3000) {
  const server = await playServer(part)
  try {
    const limits = { rate: 1000, atOnce: 4, connectMs: 20_000, answerMs }
    const target = await readTarget(`127.0.0.1:${server.port}`, [], async () => [])
    const signal = new AbortController().signal
    const { found } = await scan([target], await loadFingerprinters(), limits, { signal, today: '2026-06-30' })
    return { observation: found[0], heard: server.heard }
  } finally {
    await server.close()
  }
}

const print = async (part: Part) => (await seen(part)).observation?.fingerprint

describe.concurrent('a greeting', () => {
  it.each([
    ['8.0.36', 'MySQL', '8.0.36', '8.0'],
    ['5.5.5-10.6.12-MariaDB-log', 'MariaDB', '10.6.12-MariaDB-log', '10.6'],
    ['11.4.2-MariaDB-ubu2404', 'MariaDB', '11.4.2-MariaDB-ubu2404', '11.4'],
  ])('of version %s tells product and series', async (text, product, version, series) => {
    expect(await print({ greeting: mysqlGreeting(text, { tls: true }) })).toMatchObject({
      ...{ product, tls: 'offered', version: { text: version, series: [series, series] } },
      details: [expect.stringContaining('caching_sha2_password')],
    })
  })

  it('without the bit has no TLS', async () => {
    expect((await print({ greeting: mysqlGreeting('8.4.0', { tls: false }) }))?.tls).toBe('none')
  })

  it('may be a refusal, which names the reason and the product', async () => {
    const message =
      "Host '10.0.0.1' is blocked because of many connection errors; unblock with 'mariadb-admin flush-hosts'"
    expect(await print({ greeting: mysqlError(1129, message), close: true })).toMatchObject({
      ...{ product: 'MariaDB', tls: 'unknown', refusal: { code: '1129', message } },
    })
    expect(await print({ greeting: mysqlError(1040, 'Too many connections') })).toMatchObject({ product: 'MySQL' })
  })

  it('is answered with nothing: no byte goes to a server that greets', async () => {
    const { heard } = await seen({ greeting: mysqlGreeting('8.0.36', { tls: true }) })
    expect(heard.map((bytes) => bytes.length)).toEqual([0])
  })

  it('may come late and byte by byte', async () => {
    const greeting = mysqlGreeting('8.0.36', { tls: true })
    const { observation } = await seen({ greeting, dribble: 5 }, 20_000)
    expect(observation?.fingerprint?.version?.text).toBe('8.0.36')
  })
})

describe.concurrent('a server that waits for its client', () => {
  it('is known by its refusal of a start without a user', async () => {
    const fields = {
      S: 'FATAL',
      V: 'FATAL',
      C: '28000',
      M: 'no user name',
      F: 'postmaster.c',
      L: '2192',
      R: 'ProcessStartupPacket',
    }
    expect(await print({ answers: [postgresError(fields)], close: true })).toMatchObject({
      ...{ product: 'PostgreSQL', version: { text: '9.6 to 16' }, details: [] },
    })
  })

  it('is known where it has no room for anybody', async () => {
    const fields = { S: 'FATAL', C: '53300', M: 'sorry, too many clients already' }
    expect(await print({ answers: [postgresError(fields)], close: true })).toMatchObject({
      ...{ product: 'PostgreSQL', refusal: { code: '53300', message: 'sorry, too many clients already' } },
    })
  })

  it('tells its version in a refusal of the listener', async () => {
    const packed = (19 * 2 ** 24 + 3 * 2 ** 16).toString()
    const old = (11 * 2 ** 24 + 2 * 2 ** 20 + 4 * 2 ** 8).toString()
    const text = (number: string) =>
      `(DESCRIPTION=(TMP=)(VSNNUM=${number})(ERR=1189)(ERROR_STACK=(ERROR=(CODE=1189)(EMFI=4))))`
    expect(await print({ answers: [tnsRefuse(text(packed))] })).toMatchObject({
      ...{ product: 'Oracle Database', version: { text: '19.3.0.0.0', series: ['19', '19'] } },
    })
    expect(await print({ answers: [tnsRefuse(text(old))] })).toMatchObject({
      version: { text: '11.2.0.4.0', series: ['11.2', '11.2'] },
    })
    expect((await print({ answers: [tnsRefuse(text('0'))] }))?.version).toBeUndefined()
  })

  it('tells its version in the banner of the listener, asked again where it wants that', async () => {
    const banner = 'TNSLSNR for Linux: Version 12.1.0.2.0 - Production\n\tTNS for Linux: Version 12.1.0.2.0'
    expect(await print({ answers: [tnsResend(), tnsAccept(banner)] })).toMatchObject({
      ...{ product: 'Oracle Database', version: { text: '12.1.0.2.0', series: ['12.1', '12.1'] } },
    })
  })

  it.each([
    [0, 'offered'],
    [1, 'required'],
    [2, 'none'],
    [3, 'required'],
  ])('tells version and encryption %i before a login', async (encryption, tls) => {
    expect(await print({ answers: [tdsPrelogin([16, 0, 0x10, 0x77, 0, 0], encryption)] })).toMatchObject({
      ...{ product: 'Microsoft SQL Server', version: { text: '16.0.4215', series: ['16.0', '16.0'] }, tls },
    })
  })

  it('gets no user name, no password and no statement', async () => {
    const { heard } = await seen({}, 600)
    const sent = heard.map((bytes) => bytes.toString('latin1'))
    expect(sent.filter((text) => text.length > 0)).toHaveLength(3)
    // The one text in them asks a listener for its version.
    expect(sent.join('').match(/[\x20-\x7e]{6,}/g)).toEqual([expect.stringMatching(/\(USER=\)\)\(COMMAND=VERSION\)/)])
  })
})

describe.concurrent('what is no database', () => {
  it('is silent or shown by its first words, and is no error', async () => {
    expect((await seen({}, 600)).observation).toMatchObject({ kind: 'silent' })
    expect((await seen({ greeting: 'SSH-2.0-OpenSSH_9.2\r\n' })).observation).toMatchObject({
      kind: 'unknown',
      said: 'SSH-2.0-OpenSSH_9.2  ',
    })
    expect((await seen({ answers: ['HTTP/1.1 400 Bad Request\r\n\r\n'], close: true })).observation).toMatchObject({
      ...{ kind: 'unknown', said: expect.stringContaining('HTTP/1.1 400') },
    })
  })

  it.each<[string, Part]>([
    ['escape sequences in a version', { greeting: mysqlGreeting('8.0.\x1b]0;owned\x07\x1b[2J', { tls: true }) }],
    ['a version of a thousand letters', { greeting: mysqlGreeting(`8.0.${'9'.repeat(1000)}`, { tls: true }) }],
    ['text that runs backwards', { answers: [postgresError({ S: 'FATAL', C: 'X', M: '\u202egnp.exe\u2066' })] }],
    ['a page of control characters', { greeting: Buffer.alloc(40, '\x1b\x00\r\n\x9b') }],
    ['a flood', { greeting: Buffer.alloc(300_000, 'A') }],
    ['a packet that says it is longer than it is', { greeting: Buffer.from([0xff, 0x0f, 0, 0, 10, 56]), close: true }],
    [
      'offsets that lead out of the packet',
      { answers: [Buffer.from('04010016000001000000ff00ff0000000000000000ff', 'hex')] },
    ],
    ['a list of fields without an end', { answers: [Buffer.from(`E\0\0\0\x0aSFATAL`, 'latin1')] }],
    ['a number of the listener that is none', { answers: [tnsRefuse('(DESCRIPTION=(VSNNUM=9999999999))')] }],
  ])('does no harm: %s', async (_, part) => {
    const { observation } = await seen(part)
    const text = JSON.stringify(observation)
    expect(text).not.toMatch(/\\u00|\\[bfnrt]|[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
    expect(text.length).toBeLessThan(900)
    expect(observation).toBeDefined()
  })
})
