import { describe, expect, it } from 'vitest'
import type { Expr } from '../../../../src/core/ir/expr.js'
import type { ServerVersion } from '../../../../src/core/ir/schema.js'
import { parseCoreText, printCoreText } from '../../../../src/rules/apply/core-text.js'
import { matchArgs } from '../../../../src/rules/match/match.js'
import { versionMatches } from '../../../../src/rules/match/version.js'

const argsOf = (text: string): readonly Expr[] => {
  const call = parseCoreText(text)
  return call.kind === 'call' ? call.args : []
}
const match = (pattern: string, text: string) => matchArgs(argsOf(pattern), argsOf(text))

describe('matching arguments', () => {
  it('binds a hole to any expression', () => {
    expect(printCoreText(match('f($a, $b)', 'f(g(1), 2)')!.one.get('a')!)).toBe('g(1)')
  })

  it('binds a rest to what the holes around it leave', () => {
    const found = match('f($first, $$$middle, $last)', 'f(1, 2, 3, 4)')
    expect(found?.rest.get('middle')?.map(printCoreText)).toEqual(['2', '3'])
    expect(match('f($first, $$$middle, $last)', 'f(1)')).toBeUndefined()
  })

  it('asks the same hole to be the same expression', () => {
    expect(match('f($a, $a)', 'f(x, x)')).toBeDefined()
    expect(match('f($a, $a)', 'f(x, y)')).toBeUndefined()
  })

  it('compares names of functions without case and literals exactly', () => {
    expect(match("f(G($a), 'en_US')", "f(g(1), 'en_US')")).toBeDefined()
    expect(match("f(G($a), 'en_US')", "f(g(1), 'de_DE')")).toBeUndefined()
  })

  it('binds the unit of an interval as its name', () => {
    const found = match('f(INTERVAL $n $unit)', 'f(INTERVAL 3 DAY)')
    expect(found?.one.get('unit')).toMatchObject({ kind: 'literal', of: 'text', text: 'DAY' })
  })
})

describe('ranges of versions', () => {
  const version = (major: number, minor: number, flavour = 'plain'): ServerVersion => ({
    flavour,
    major,
    minor,
    patch: 0,
    raw: '',
  })

  it('take every bound into account', () => {
    expect(versionMatches('>=8.0 <9', version(8, 4))).toBe(true)
    expect(versionMatches('>=8.0 <9', version(9, 1))).toBe(false)
    expect(versionMatches('>=16', version(15, 9))).toBe(false)
  })

  it('may be of one flavour, or of several with different bounds', () => {
    const range = 'plain >=8.0 or other >=10.5'
    expect(versionMatches(range, version(10, 6, 'other'))).toBe(true)
    expect(versionMatches(range, version(10, 4, 'other'))).toBe(false)
    expect(versionMatches(range, version(8, 0))).toBe(true)
  })
})
