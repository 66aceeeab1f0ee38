import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { capabilities } from '../../../../src/dialects/postgres/capabilities.js'
import { refuseOld } from '../../../../src/dialects/postgres/connect.js'
import { connectError } from '../../../../src/dialects/postgres/errors.js'
import { nameProblem, names, quoteText } from '../../../../src/dialects/postgres/names.js'
import { parseVersion } from '../../../../src/dialects/postgres/version.js'

describe('names', () => {
  it('stand without quotes only when they read back as themselves', () => {
    expect(
      ['orders', '_x1$', 'name', 'value', 'order', 'Order', 'größe', '1a', 'a b', 'user', 'left', 'values'].map(
        names.quoteIfNeeded,
      ),
    ).toEqual([
      'orders',
      '_x1$',
      'name',
      'value',
      '"order"',
      '"Order"',
      '"größe"',
      '"1a"',
      '"a b"',
      '"user"',
      '"left"',
      '"values"',
    ])
  })

  it('keep every character inside quotes', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }).filter((text) => !text.includes('\0')),
        (text) => {
          expect(names.quote(text).slice(1, -1).replaceAll('""', '"')).toBe(text)
        },
      ),
    )
    expect(() => names.quote('a\0')).toThrow(RangeError)
    expect(quoteText("it's \\ fine")).toBe("'it''s \\ fine'")
  })

  it('are measured in bytes', () => {
    expect(nameProblem('é'.repeat(31))).toBeUndefined()
    expect(nameProblem('é'.repeat(32))).toContain('63 bytes')
    expect(names.fold('ÄBC')).toBe('Äbc')
    expect(names.isReserved('SELECT')).toBe(true)
  })
})

describe('versions', () => {
  it('are read from every form in which a server or a person says them', () => {
    expect(parseVersion('15')).toMatchObject({ major: 15, minor: 0 })
    expect(parseVersion('150004')).toMatchObject({ major: 15, minor: 4 })
    expect(parseVersion('PostgreSQL 18.1 (Debian 18.1-1)')).toMatchObject({ major: 18, minor: 1 })
    expect(() => parseVersion('latest')).toThrow(RangeError)
  })

  it('decide what can be used', () => {
    const of = (major: string) => capabilities(parseVersion(major))
    expect([of('15').anyValue, of('16').anyValue]).toEqual([false, true])
    expect([of('17').virtualGenerated, of('18').virtualGenerated]).toEqual([false, true])
    expect([of('14').securityInvokerViews, of('15').securityInvokerViews]).toEqual([false, true])
  })
})

describe('a connection that fails', () => {
  const endpoint = {
    dialect: 'postgres',
    host: 'h',
    port: 1,
    user: 'u',
    tls: { mode: 'verify-full' },
    parameters: {},
  } as const
  const codeFor = (message: string, code?: string): string =>
    connectError(endpoint, Object.assign(new Error(message), code === undefined ? {} : { code }), 5).code

  it('has a code of its own for each reason', () => {
    expect(codeFor('sorry, too many clients already', '53300')).toBe('XW-S0107')
    expect(codeFor('the database system is starting up', '57P03')).toBe('XW-S0107')
    expect(codeFor('Client has encountered a connection error and is not queryable')).toBe('XW-S0106')
    expect(codeFor('certificate has expired', 'CERT_HAS_EXPIRED')).toBe('XW-S0103')
    expect(codeFor('self-signed certificate', 'DEPTH_ZERO_SELF_SIGNED_CERT')).toBe('XW-S0103')
    expect(codeFor('Hostname/IP does not match', 'ERR_TLS_CERT_ALTNAME_INVALID')).toBe('XW-S0103')
    expect(codeFor('timeout expired')).toBe('XW-S0105')
    expect(codeFor('permission denied for database "x"', '42501')).toBe('XW-S0108')
    expect(codeFor('The server does not support SSL connections')).toBe('XW-S0102')
    expect(codeFor('read ECONNRESET', 'ECONNRESET')).toBe('XW-S0100')
  })

  it('or a server that is too old', () => {
    expect(() => refuseOld(endpoint, '120022')).toThrow('XW-S0109')
    expect(() => refuseOld(endpoint, '130001')).not.toThrow()
  })
})
