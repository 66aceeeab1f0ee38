import { describe, expect, it } from 'vitest'
import type { Call, Expr } from '../../../../src/core/ir/expr.js'
import { parseExpression } from '../../../../src/dialects/oracle/parse/expressions.js'
import { defaultVersion } from '../../../../src/dialects/oracle/version.js'
import { printCoreText } from '../../../../src/rules/apply/core-text.js'
import { coreFunction } from '../../../../src/rules/functions/core-functions.js'
import { loadFunctionRules, readCall, readTableFiles } from '../../../../src/rules/functions/read.js'
import { checkTable } from '../../../../src/rules/load/check.js'
import { isRecord, readTable, rowValue } from '../../../../src/rules/load/table.js'
import { readType } from '../../../../src/rules/types/read.js'
import { typeTable } from '../../../../src/rules/types/table.js'
import { coreNames } from './pipeline.js'

const rules = readTableFiles('oracle').flatMap((file) => readTable(file).rows.map((row) => rowValue(row)))
const examples = rules.flatMap((rule) =>
  (Array.isArray(rule['examples']) ? rule['examples'] : []).filter(isRecord).map((each) => ({
    rule: String(rule['id']),
    inProgram: rule['programs'] === true,
    in: String(each['in']),
    out: typeof each['out'] === 'string' ? each['out'] : undefined,
    finding: typeof each['finding'] === 'string' ? each['finding'] : undefined,
  })),
)
const table = loadFunctionRules('oracle', parseExpression)

function toCore(expr: Expr, fired: Set<string>, inProgram: boolean): Expr {
  if (expr.kind !== 'call') return expr
  const call: Call = { ...expr, args: expr.args.map((arg) => toCore(arg, fired, inProgram)) }
  const made = readCall(table, call, defaultVersion, inProgram)
  if (made === undefined) return call
  fired.add(made.rule)
  return 'opaque' in made ? made.opaque : made.expr
}

describe('the tables of Oracle', () => {
  it('have the form of such tables', () =>
    expect(readTableFiles('oracle').flatMap((file) => checkTable(file, 'functions-read'))).toEqual([]))

  it.each(examples.map((each) => [each.in, each.rule, each] as const))(
    'read %s by %s as its example says',
    (text, _, each) => {
      const fired = new Set<string>()
      const made = toCore(parseExpression(text), fired, each.inProgram)
      if (each.out !== undefined) expect(printCoreText(made)).toBe(each.out)
      else expect(made.kind === 'opaque' && made.why).toBe(each.finding)
      expect([...fired]).toContain(each.rule)
      expect(coreNames(made).filter((name) => !coreFunction(name))).toEqual([])
    },
  )

  it('have one identifier for each rule', () => {
    const ids = rules.map((rule) => rule['id'])
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([])
  })

  it.each(typeTable('oracle').read.map((rule) => [rule.id, rule] as const))('give the type %s', (_, rule) => {
    for (const { in: native, out } of rule.examples) {
      const { name, args, flags } = native
      expect(readType('oracle', { name, args, flags })).toMatchObject(out)
    }
  })
})
