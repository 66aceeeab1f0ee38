import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { endOfSupport } from '../../../src/discover/lifecycle.js'
import { rulesFolder } from '../../../src/rules/assets.js'

const of = (product: string, oldest: string, newest: string, today: string) =>
  endOfSupport(product, { text: '', series: [oldest, newest] }, today)

describe('ends of support', () => {
  it('are those of the series, however many digits it has', () => {
    expect(of('MariaDB', '10.2', '10.2', '2026-01-01')).toEqual({
      from: '2022-05-23',
      to: '2022-05-23',
      state: 'ended',
    })
    expect(of('MariaDB', '10.11', '10.11', '2026-01-01')?.state).toBe('supported')
  })

  it('are a span where the version is one', () => {
    expect(of('PostgreSQL', '9.6', '16', '2026-01-01')).toEqual({
      from: '2021-11-11',
      to: '2028-11-09',
      state: 'mixed',
    })
    expect(of('PostgreSQL', '18', '', '2026-01-01')?.from).toBe('2030-11-14')
    expect(of('PostgreSQL', '', '9.5', '2026-01-01')?.state).toBe('ended')
  })

  it('are not known for what the tables do not hold', () => {
    expect(of('MySQL', '9.3', '9.3', '2026-01-01')).toBeUndefined()
    expect(of('constructor', '1', '1', '2026-01-01')).toBeUndefined()
  })

  it('are listed for every engine that is recognised', () => {
    expect(readdirSync(join(rulesFolder, 'lifecycle')).length).toBe(5)
  })
})
