import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readConfig } from '../../../src/cli/config.js'

const file = (text: string): string => {
  const path = join(mkdtempSync(join(tmpdir(), 'crosswalk-config-')), 'crosswalk.yaml')
  writeFileSync(path, text)
  return path
}

describe('crosswalk.yaml', () => {
  it('puts secrets into URLs encoded, so that they cannot change the structure', () => {
    process.env['CROSSWALK_TEST_SECRET'] = 'a@b/c: d'
    const config = readConfig(file('endpoints: { shop: "x://u:${env:CROSSWALK_TEST_SECRET}@h/db" }'))
    expect(config.endpoints['shop']).toBe('x://u:a%40b%2Fc%3A%20d@h/db')
  })

  it('refuses unknown keys and missing secrets', () => {
    expect(() => readConfig(file('endpoint: {}'))).toThrow('XW-S0001')
    expect(() => readConfig(file('endpoints: { a: "x://${env:CROSSWALK_TEST_NOTHING}@h" }'))).toThrow('has no value')
  })

  it('has no inherited names', () => {
    expect(readConfig(file('endpoints: {}')).endpoints['constructor']).toBeUndefined()
  })

  it('must exist when it was asked for', () => {
    expect(() => readConfig('no-such-file.yaml')).toThrow('does not exist')
  })
})
