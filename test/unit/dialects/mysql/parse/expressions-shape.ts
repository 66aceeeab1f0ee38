import { parseQuery } from '../../../../../grammars/mysql/parser.js'
import { createFindingSink, type Finding } from '../../../../../src/core/findings/finding.js'
import type { Expr } from '../../../../../src/core/ir/expr.js'
import { objectId } from '../../../../../src/core/ir/names.js'
import type { Query } from '../../../../../src/core/ir/query.js'
import { sourceId } from '../../../../../src/core/text/source.js'
import type { LowerContext, SqlModes } from '../../../../../src/dialects/mysql/parse/cst.js'
import { parseExpression, readExpression } from '../../../../../src/dialects/mysql/parse/expressions.js'
import { lowerQuery } from '../../../../../src/dialects/mysql/parse/queries.js'

export const contextFor = (text: string, modes: SqlModes = {}): LowerContext => ({
  source: sourceId('test'),
  base: 0,
  text,
  sink: createFindingSink(),
  object: objectId('view', { name: { text: 'v', quoted: true } }),
  modes,
})

export function readQuery(text: string, modes: SqlModes = {}): { query: Query; findings: readonly Finding[] } {
  const parsed = parseQuery(text, modes)
  if ('problem' in parsed) throw new Error(`${parsed.problem.problem} at ${parsed.problem.start}: ${text}`)
  const context = contextFor(text, modes)
  return { query: lowerQuery(parsed.cst, context), findings: context.sink.all }
}

export function codesOf(text: string): readonly string[] {
  const context = contextFor(text)
  readExpression(text, context)
  return context.sink.all.map((found) => found.code)
}

/** The IR without the places it came from. */
export function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'origin')
      .map(([key, inner]) => [key, bare(inner)]),
  )
}

/** The tree of operators, fully parenthesised: `(or a (and b c))`. */
export function shape(expr: Expr): string {
  switch (expr.kind) {
    case 'literal':
      return expr.of === 'text' ? `'${expr.text}'` : expr.text
    case 'column':
      return expr.path.map((part) => part.text).join('.')
    case 'binary':
      return `(${expr.op} ${shape(expr.left)} ${shape(expr.right)})`
    case 'unary':
      return `(${expr.op} ${shape(expr.operand)})`
    case 'between':
      return `(${expr.negated ? 'not-' : ''}between ${[expr.operand, expr.low, expr.high].map(shape).join(' ')})`
    case 'inList':
      return `(${expr.negated ? 'not-' : ''}in ${[expr.operand, ...expr.items].map(shape).join(' ')})`
    case 'like': {
      const rest = expr.escape ? ` ${shape(expr.escape)}` : ''
      return `(${expr.negated ? 'not-' : ''}${expr.how} ${shape(expr.operand)} ${shape(expr.pattern)}${rest})`
    }
    case 'test':
      return `(is-${expr.negated ? 'not-' : ''}${expr.is} ${shape(expr.operand)})`
    case 'call': {
      const name = 'native' in expr.fn ? expr.fn.native : 'core' in expr.fn ? expr.fn.core : expr.fn.routine.name.text
      const words = Object.entries(expr.keywords ?? {}).map(([key, word]) => ` ${key}=${word}`)
      return `${name}(${expr.args.map(shape).join(', ')}${words.join('')})`
    }
    case 'interval':
      return `(interval ${shape(expr.amount)} ${expr.unit})`
    case 'row':
      return `(row ${expr.items.map(shape).join(' ')})`
    case 'collate':
      return `(collate ${shape(expr.operand)} ${expr.collation})`
    case 'cast':
      return `(cast ${shape(expr.operand)} ${expr.to.native})`
    case 'case':
      return `(case ${expr.whens.map((each) => `${shape(each.when)}:${shape(each.then)}`).join(' ')})`
    case 'variable':
      return `${expr.scope}:${expr.name.text}`
    default:
      return expr.kind
  }
}

export const shapeOf = (text: string, modes: SqlModes = {}): string => shape(parseExpression(text, { modes }))
