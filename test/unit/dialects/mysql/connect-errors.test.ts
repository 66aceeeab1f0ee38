import { describe, expect, it } from 'vitest'
import type { Endpoint } from '../../../../src/core/dialect/endpoint.js'
import {
  connectionFailure,
  serverErrorNumber,
  statementFailure,
} from '../../../../src/dialects/mysql/connect-errors.js'

const endpoint: Endpoint = {
  dialect: 'x',
  host: 'h',
  port: 1,
  user: 'u',
  password: 'secret',
  tls: { mode: 'verify-full' },
  parameters: {},
}
const failure = (properties: object) => Object.assign(new Error('why'), properties)

describe('errors of connections', () => {
  it('tell an untrusted certificate from a server without TLS', () => {
    expect(connectionFailure(endpoint, failure({ code: 'HANDSHAKE_SSL_ERROR' })).code).toBe('XW-S0204')
    expect(connectionFailure(endpoint, failure({ code: 'HANDSHAKE_NO_SSL_SUPPORT' })).code).toBe('XW-S0203')
  })

  it('never hold the password', () => {
    expect(JSON.stringify(connectionFailure(endpoint, failure({ code: 'ECONNREFUSED' })).data)).not.toContain('secret')
  })

  it('know a lost connection, whoever ended it', () => {
    for (const code of ['PROTOCOL_CONNECTION_LOST', 'ECONNRESET', 'EPIPE'])
      expect(statementFailure(endpoint, failure({ code }))).toMatchObject({ code: 'XW-S0205', retryable: true })
    expect(statementFailure(endpoint, failure({ errno: 1927 })).code).toBe('XW-S0205')
  })

  it('keep the server number for whoever asks', () => {
    expect(serverErrorNumber(statementFailure(endpoint, failure({ errno: 1146 })))).toBe(1146)
    expect(serverErrorNumber(failure({ errno: -111 }))).toBe(0)
  })
})
