import { textLiteral } from '../../../../core/ir/build.js'
import type { DeclaredType } from '../../../../core/ir/declared-type.js'
import type { Signal } from '../../../../core/ir/error-handling.js'
import type { Expr } from '../../../../core/ir/expr.js'
import { dotted, ident, noOrigin, type Origin } from '../../../../core/ir/names.js'
import type { Stmt, Target } from '../../../../core/ir/statement.js'
import { mapBottomUp } from '../../../../core/ir/walk.js'
import { type LowerContext, qnameOf } from '../context.js'
import type { TypeName } from '../tree.js'
import { lowerType } from '../types.js'
import type { ProgramContext } from './context.js'

/** What a value must not be where it is stored: this engine looks at it whenever a variable gets one. */
export interface Guard {
  readonly fails: (value: Expr) => Expr
  readonly state: string
  readonly words: string
}

const isNull = (operand: Expr): Expr => ({ kind: 'test', is: 'null', negated: false, operand, origin: noOrigin })

/** What a domain says of its values (manual, "CREATE DOMAIN"). */
export function guardsOfType(type: TypeName | undefined, context: LowerContext): readonly Guard[] {
  const user =
    type && !type.pct_type && (type.arrayBounds ?? []).length === 0 ? lowerType(type, context).user : undefined
  if (user?.kind !== 'domain' || !type) return []
  const name = qnameOf(type.names, (each) => context.schemaOf(each, 'type'))
  const shown = name.schema?.text === 'public' ? name.name.text : dotted(name)
  const checks = user.checks.map(({ name: own, of, expr }, at): Guard => {
    const before = user.checks.slice(0, at).filter((each) => each.of === of && each.name === undefined).length
    const check = own ?? `${of.slice(of.lastIndexOf('.') + 1)}_check${before === 0 ? '' : before}`
    const fails = (value: Expr): Expr => ({
      ...{ kind: 'test', is: 'false', negated: false, operand: withValue(expr, value), origin: noOrigin },
    })
    return { fails, state: '23514', words: `value for domain ${shown} violates check constraint "${check}"` }
  })
  const required: Guard = { fails: isNull, state: '23502', words: `domain ${shown} does not allow null values` }
  return user.nullable ? checks : [required, ...checks]
}

/** A variable that is declared NOT NULL. */
export const requiredGuard = (name: string): Guard => ({
  ...{ fails: isNull, state: '22004' },
  words: `null value cannot be assigned to variable "${name}" declared NOT NULL`,
})

const withValue = (check: Expr, value: Expr): Expr =>
  mapBottomUp(check, (node) => (node.kind === 'column' && node.path.at(-1)?.text === 'value' ? value : node))

export function guardStmts(guards: readonly Guard[], value: Expr, origin: Origin): readonly Stmt[] {
  return guards.map(({ fails, state, words }): Stmt => {
    const items: Signal['items'] = [{ name: 'MESSAGE_TEXT', value: textLiteral(words) }]
    const error: Stmt = { kind: 'signal', condition: { kind: 'sqlstate', value: state }, items, origin }
    return { kind: 'if', branches: [{ when: fails(value), body: [error] }], origin }
  })
}

/** What stands behind a statement that puts values into variables. */
export function guardsBehind(stmt: Stmt, { names }: ProgramContext): readonly Stmt[] {
  return targetsIn(stmt).flatMap((target) => {
    const [name, field] = target.kind === 'column' ? target.path : []
    const guards = name && !field ? names.get(name.text.toLowerCase())?.guards : undefined
    return guards ? guardStmts(guards, target, stmt.origin) : []
  })
}

function targetsIn(stmt: Stmt): readonly Target[] {
  switch (stmt.kind) {
    case 'assign':
      return stmt.assignments.map(({ target }) => target)
    case 'selectInto':
    case 'fetchCursor':
      return stmt.targets
    case 'insert':
    case 'update':
    case 'delete':
      return stmt.into ?? []
    case 'getDiagnostics':
      return stmt.items.map(({ target }) => target)
    default:
      return []
  }
}

/** RETURN of a value that must be looked at first. */
export function guardedReturn(value: Expr, type: DeclaredType, guards: readonly Guard[], origin: Origin): Stmt {
  const name = ident('returned_value')
  const held: Expr = { kind: 'column', path: [name], origin }
  return {
    ...{ kind: 'block', handlers: [], origin },
    declarations: [{ kind: 'declareVariables', names: [name], type, default: value, origin }],
    statements: [...guardStmts(guards, held, origin), { kind: 'return', value: held, origin }],
  }
}
