import { describe, expect, it } from 'vitest'
import { canonicalJson, canonicalNumber } from '../../../src/verify/json.js'

describe('canonicalJson', () => {
  it.each([
    ['{"b": 1, "a": 2}', '{"a":2,"b":1}'],
    ['{"a": 1, "a": 2}', '{"a":2}'],
    ['[1.50, 15e-1, 0.00, -0, 1e400]', '[15e-1,15e-1,0,0,1e400]'],
    ['"\\u00e9\\/"', '"é/"'],
    ['{"__proto__": {"constructor": true}}', '{"__proto__":{"constructor":true}}'],
    [' [ ] ', '[]'],
    ['{}', '{}'],
    ['"a\\\\"', '"a\\\\"'],
  ])('brings %s into one form', (text, expected) => {
    expect(canonicalJson(text)).toBe(expected)
  })

  it.each(['', '{"a":1', '[1,]', '01', "{'a':1}", '1 2', '[1 2]'])('leaves %j as it is, for it is not JSON', (text) => {
    expect(canonicalJson(text)).toBe(text)
  })

  it('gives up on nesting that no engine stores', () => {
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`
    expect(canonicalJson(deep)).toBe(deep)
  })
})

describe('canonicalNumber', () => {
  it('tells numbers apart that a double cannot', () => {
    expect(canonicalNumber('12345678901234567890')).not.toBe(canonicalNumber('12345678901234567891'))
    expect(canonicalNumber('100')).toBe(canonicalNumber('1E+2'))
    expect(canonicalNumber('-0.10')).toBe('-1e-1')
  })
})
