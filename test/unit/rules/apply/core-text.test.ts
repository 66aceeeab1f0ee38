import { describe, expect, it } from 'vitest'
import { parseCoreText, printCoreText } from '../../../../src/rules/apply/core-text.js'

describe('the language of core calls', () => {
  it('prints what it reads', () => {
    for (const text of [
      "core.f($a, 'it''s', -1.5, core.g($$$rest))",
      'core.f(NULL, TRUE, *)',
      "core.f(DATE '2024-01-31', X 'FF')",
      'f(DISTINCT a.b)',
    ])
      expect(printCoreText(parseCoreText(text))).toBe(text)
  })

  it('names the offset of what it cannot read', () => {
    expect(() => parseCoreText('core.f($a')).toThrow(/expected at offset \d+/)
    expect(() => parseCoreText('core.f(;)')).toThrow(/offset 7/)
    expect(() => parseCoreText('core.f(1) 2')).toThrow(/end of text expected/)
  })
})
