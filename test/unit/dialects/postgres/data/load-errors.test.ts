import { describe, expect, it } from 'vitest'
import { TargetRefusal } from '../../../../../src/core/data/stream.js'
import type { Endpoint } from '../../../../../src/core/dialect/endpoint.js'
import { OperationError } from '../../../../../src/core/findings/operation-error.js'
import { loadFailure, refusedColumnName, rejectCode } from '../../../../../src/dialects/postgres/data/load-errors.js'

const endpoint: Endpoint = { dialect: 'x', host: 'h', port: 1, user: 'u', tls: { mode: 'disable' }, parameters: {} }
const serverError = (code: string, message = 'no', extra: object = {}) =>
  Object.assign(new Error(message), { code }, extra)

describe('errors of the target while it loads', () => {
  it('are refusals of a row when they speak about data', () => {
    for (const code of ['22003', '23505', '23514', 'P0001', '54000'])
      expect(loadFailure(endpoint, serverError(code))).toBeInstanceOf(TargetRefusal)
  })

  it('say so when the disk is full', () => {
    const failure = loadFailure(endpoint, serverError('53100', 'could not extend file'))
    expect(failure).toMatchObject({ code: 'XW-D0007', data: { reason: 'could not extend file' } })
  })

  it('are operational otherwise, and a deadlock may be tried again', () => {
    const failure = loadFailure(endpoint, serverError('40P01'))
    expect(failure instanceof OperationError && [failure.code, failure.retryable]).toEqual(['XW-S0206', true])
  })

  it('become reasons of reject records', () => {
    const codes = ['22P05', '22021', '22003', '22001', '23502', '23514', 'P0001'].map((code) =>
      rejectCode(new TargetRefusal('', { cause: serverError(code) })),
    )
    expect(codes).toEqual(['XW-D0109', 'XW-D0104', 'XW-D0106', 'XW-D0108', 'XW-D0114', 'XW-D0110', 'XW-D0111'])
    expect(rejectCode(serverError('22P02', 'invalid input syntax for type json'))).toBe('XW-D0109')
  })

  it('name the column when the server does', () => {
    expect(refusedColumnName(serverError('23502', 'x', { column: 'a' }))).toBe('a')
    expect(refusedColumnName(serverError('22P02', 'x', { where: 'COPY t, line 3, column b' }))).toBe('b')
    expect(refusedColumnName(serverError('23514'))).toBeUndefined()
  })
})
