import { describe, expect, it } from 'vitest'
import { parseEndpoint } from '../../../src/cli/endpoint-url.js'
import { OperationError } from '../../../src/core/findings/operation-error.js'

const parse = async (url: string) => (await parseEndpoint(url, 'NO_SUCH_PASSWORD')).endpoint

describe('endpoint URLs', () => {
  it('read user, password, host, port and database, with percent signs decoded', async () => {
    expect(await parse('postgresql://a%40b:p%3Aw%2F@db.example:6543/my%20db')).toMatchObject({
      dialect: 'postgres',
      user: 'a@b',
      password: 'p:w/',
      host: 'db.example',
      port: 6543,
      database: 'my db',
    })
  })

  it('give the default port of the engine', async () => {
    expect((await parse('postgres://u@h/db')).port).toBe(5432)
  })

  it('verify certificates by default, except on this machine', async () => {
    expect((await parse('postgresql://u@db1/x')).tls.mode).toBe('verify-full')
    expect((await parse('postgresql://u@127.0.0.1/x')).tls.mode).toBe('disable')
    expect((await parse('postgresql://u@[::1]/x')).tls.mode).toBe('disable')
    expect((await parse('postgresql://u@db1/x?sslmode=require')).tls.mode).toBe('require')
  })

  it('refuse a TLS mode that could fall back', async () => {
    await expect(parse('postgresql://u@db1/x?sslmode=prefer')).rejects.toBeInstanceOf(OperationError)
  })

  it('never repeat a password in an error', async () => {
    const error = await parse('postgresql://u:s3cret@db1:notaport/x').catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: 'XW-S0001' })
    expect(JSON.stringify(error) + String(error)).not.toContain('s3cret')
  })

  it('name the known engines when the scheme is unknown', async () => {
    await expect(parse('db9://h/x')).rejects.toMatchObject({ code: 'XW-S0001' })
  })
})
