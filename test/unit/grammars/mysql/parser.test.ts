import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { generatedFiles } from '../../../../grammars/mysql/generated.js'
import { type EntryRule, parseAs, SqlParser } from '../../../../grammars/mysql/parser.js'
import { packageRoot } from '../../../../src/rules/assets.js'

const problemOf = (text: string, rule: EntryRule = 'expression'): string => {
  const parsed = parseAs(rule, text)
  return 'problem' in parsed ? `${parsed.problem.problem}@${parsed.problem.start}` : 'fine'
}

describe('grammar', () => {
  it('has no ambiguity that no gate decides', () => {
    expect(() => new SqlParser({ validate: true })).not.toThrow()
  })

  it('is built within half a second', () => {
    // The best of a few: what else the machine does is no fault of the grammar.
    const times = Array.from({ length: 4 }, () => {
      const start = performance.now()
      new SqlParser()
      return performance.now() - start
    })
    expect(Math.min(...times)).toBeLessThan(500)
  })

  it('has the checked-in types of its tree', () => {
    for (const [name, text] of generatedFiles()) {
      expect(readFileSync(`${packageRoot}/grammars/mysql/${name}`, 'utf8')).toBe(text)
    }
  })
})

describe('bad input', () => {
  const deep = 20_000
  it.each([
    ['parentheses', '('.repeat(deep) + 1 + ')'.repeat(deep)],
    ['parentheses that never close', '('.repeat(deep)],
    ['cases', 'case when '.repeat(deep) + 1 + ' then 1 end'.repeat(deep)],
    ['NOT', `${'not '.repeat(deep)}1`],
    ['signs', `${'- '.repeat(deep)}1`],
    ['subqueries', '(select '.repeat(deep) + 1 + ')'.repeat(deep)],
    ['calls', 'f('.repeat(deep) + 1 + ')'.repeat(deep)],
    ['intervals', 'interval '.repeat(deep) + 1 + ' day'.repeat(deep)],
  ])('survives 20,000 nested %s', (_, text) => {
    expect(problemOf(text)).toMatch(/^too-deep@/)
    expect(problemOf('1 + 1')).toBe('fine')
  })

  it('gives the place of what it does not understand', () => {
    expect(problemOf('select 1 from', 'query')).toBe('unexpected@13')
    expect(problemOf('select 1 frm t x', 'query')).toBe('unexpected@13')
    expect(problemOf('a + )')).toBe('unexpected@4')
    expect(problemOf('')).toBe('unexpected@0')
  })

  it('reads long chains without nesting them', () => {
    expect(problemOf(Array(20_000).fill('a = 1').join(' or '))).toBe('fine')
    expect(problemOf(`select 1${' union select 1'.repeat(5_000)}`, 'query')).toBe('fine')
  })

  it('refuses a statement of too many words', () => {
    const parsed = parseAs('expression', '1 + 1 + 1', { maxTokens: 3 })
    expect(parsed).toMatchObject({ problem: { problem: 'too-long', start: 6 } })
  })
})
