import { binary, textLiteral } from '../../../../core/ir/build.js'
import type { DeclaredType } from '../../../../core/ir/declared-type.js'
import type { Signal } from '../../../../core/ir/error-handling.js'
import type { Expr } from '../../../../core/ir/expr.js'
import { dotted, type Ident, ident, noOrigin, type Origin } from '../../../../core/ir/names.js'
import type { Stmt, Target } from '../../../../core/ir/statement.js'
import { mapBottomUp } from '../../../../core/ir/walk.js'
import { type LowerContext, type NamedColumn, type NamedDomain, qnameOf } from '../context.js'
import { stringsOf, type TypeName } from '../tree.js'
import { lowerType } from '../types.js'
import type { ProgramContext } from './context.js'

/** What a value must not be where it is stored: this engine looks at it whenever a variable gets one. */
export interface Guard {
  readonly fails: (value: Expr) => Expr
  readonly state: string
  readonly words: string
}

const isNull = (operand: Expr): Expr => ({ kind: 'test', is: 'null', negated: false, operand, origin: noOrigin })

/** What a type says of its values where it is a domain, or that of a column which has one. */
export function guardsOfType(type: TypeName | undefined, context: LowerContext): readonly Guard[] {
  if (!type || (type.arrayBounds ?? []).length > 0) return []
  if (type.pct_type) {
    const [column = '', table = '', schema] = [...stringsOf(type.names)].reverse()
    const name = {
      schema: schema === undefined ? context.schemaOf(table, 'relation') : ident(schema),
      name: ident(table),
    }
    return guardsOfColumn(context.relationColumns?.(name)?.find((each) => each.name === column))
  }
  const { user } = lowerType(type, context)
  const name = qnameOf(type.names, (each) => context.schemaOf(each, 'type'))
  return user?.kind === 'domain' ? guardsOfDomain({ name, type: user }) : []
}

export const guardsOfColumn = (column: NamedColumn | undefined): readonly Guard[] =>
  column?.domain ? guardsOfDomain(column.domain) : []

/** What a domain says of its values (manual, "CREATE DOMAIN"). */
function guardsOfDomain({ name, type: user }: NamedDomain): readonly Guard[] {
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

/** SQLSTATE of a null in a variable that must not be. */
export const requiredState = '22004'

/** A variable that is declared NOT NULL. */
export const requiredGuard = (name: string): Guard => ({
  ...{ fails: isNull, state: requiredState },
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
    const known = name && names.get(name.text.toLowerCase())
    if (field) {
      const column = known?.fields?.find((each) => each.name.toLowerCase() === field.text.toLowerCase())
      return guardStmts(guardsOfColumn(column), target, stmt.origin)
    }
    if (known?.fields && name) return known.takesShape ? [] : rowGuards(name, known.fields, stmt.origin)
    return known?.guards ? guardStmts(known.guards, target, stmt.origin) : []
  })
}

/** A whole row: one that is not there makes all fields null, which no domain is asked about. */
function rowGuards(row: Ident, fields: readonly NamedColumn[], origin: Origin): readonly Stmt[] {
  const refs = fields.map((each): Expr => ({ kind: 'column', path: [row, ident(each.name)], origin }))
  const own = fields.flatMap((each, at) => {
    const ref = refs[at]
    return ref ? guardStmts(guardsOfColumn(each), ref, origin) : []
  })
  const given = refs.map((operand): Expr => ({ kind: 'test', is: 'null', negated: true, operand, origin }))
  const [first, ...rest] = given
  if (own.length === 0 || !first) return []
  const when = rest.reduce((left, right) => binary('or', left, right), first)
  return [{ kind: 'if', branches: [{ when, body: own }], origin }]
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
