import { binary, not } from '../../core/ir/build.js'
import type { Expr } from '../../core/ir/expr.js'
import { type Ident, ident } from '../../core/ir/names.js'
import type { Program } from '../../core/ir/program.js'
import type { Stmt } from '../../core/ir/statement.js'
import type { CodeContext } from '../code/code-context.js'
import type { ProgramObject } from './frame.js'

/** The body of a trigger with its conditions in front, for targets whose triggers run for every row that is changed. */
export function guardedBody(object: ProgramObject, { body }: Program, { report, targetCan }: CodeContext): Stmt {
  if (object.kind !== 'trigger' || !targetCan.oneEventPerTrigger) return body
  const { when, updateOf = [] } = object
  const changed = updateOf.map((column) => hasChanged(column, object.origin))
  for (const column of updateOf) report.note('XW-R0086', object.origin, { column: column.text })
  const [first, ...others] = changed
  const touched = first && others.reduce<Expr>((left, right) => binary('or', left, right), first)
  const tests = [touched, when].filter((each) => each !== undefined)
  const [test, more] = tests
  if (!test) return body
  const all = more ? binary('and', test, more) : test
  const origin = object.origin
  return { kind: 'if', branches: [{ when: all, body: [body] }], origin }
}

const hasChanged = (column: Ident, origin: Expr['origin']): Expr =>
  not({ ...binary('nullSafeEq', image('new', column, origin), image('old', column, origin)), origin })

const image = (row: string, column: Ident, origin: Expr['origin']): Expr => ({
  kind: 'column',
  path: [ident(row), column],
  origin,
})
