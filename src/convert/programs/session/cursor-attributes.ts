import { bool, branch, int64, intLiteral, not, nullLiteral, valueTypeOf } from '../../../core/ir/build.js'
import type { Call, Expr, VariableRef } from '../../../core/ir/expr.js'
import type { Ident, Origin } from '../../../core/ir/names.js'
import type { Program } from '../../../core/ir/program.js'
import type { Stmt } from '../../../core/ir/statement.js'
import type { LogicalType } from '../../../core/ir/types.js'
import { walkProgram } from '../../../core/ir/walk-program.js'
import type { CodeContext } from '../../code/code-context.js'
import { extraVariable, type Frame } from '../frame.js'

/** The cursor of statements that have none of their own. */
export const implicitCursor = 'sql'

type Attribute = 'found' | 'rows' | 'open'

const asked: Readonly<Record<string, Attribute>> = {
  cursor_found: 'found',
  cursor_not_found: 'found',
  cursor_row_count: 'rows',
  cursor_is_open: 'open',
}

const types: Readonly<Record<Attribute, LogicalType>> = { found: bool, rows: int64, open: bool }

/** The cursor that a core call asks about; undefined: it asks about none. */
export function cursorAsked({ fn, args }: Call): { readonly core: string; readonly cursor: string } | undefined {
  const [name] = args
  const core = 'core' in fn ? fn.core : ''
  return asked[core] && name?.kind === 'literal' ? { core, cursor: name.text } : undefined
}

/** The variable of the target that holds what is known of a cursor; made by the first who asks. */
function variable(attribute: Attribute, cursor: string, { frame, ctx, origin }: At): VariableRef {
  const type = types[attribute]
  const native = ctx.target.typeName(type) ?? ''
  const name = extraVariable(frame, `${attribute} of ${cursor}`, native, `${cursor.replace('.', '_')}_${attribute}`)
  return { kind: 'variable', scope: 'local', name, type: { ...valueTypeOf(type), native }, origin }
}

interface At {
  readonly frame: Frame
  readonly ctx: CodeContext
  readonly origin: Origin
}

/** An attribute of a cursor as an expression. `count`: how many rows the last statement touched. */
export function attributeOf(call: Call, frame: Frame, ctx: CodeContext, count: () => VariableRef): Expr | undefined {
  const found = cursorAsked(call)
  if (!found) return undefined
  const at: At = { frame, ctx, origin: call.origin }
  const { core, cursor } = found
  if (cursor === implicitCursor) return ofStatement(core, count)
  const held = variable(asked[core] ?? 'found', cursor, at)
  if (core === 'cursor_not_found') return not(held)
  return core === 'cursor_is_open'
    ? { kind: 'test', negated: false, is: 'true', operand: held, origin: call.origin }
    : held
}

/** Before the first statement of a program there is no count. */
function ofStatement(core: string, given: () => VariableRef): Expr | undefined {
  const count = (): VariableRef => ({ ...given(), type: valueTypeOf(int64) })
  const none = intLiteral(0)
  switch (core) {
    case 'cursor_row_count':
      return count()
    case 'cursor_found':
      return { kind: 'binary', op: 'gt', left: count(), right: none, type: valueTypeOf(bool), origin: none.origin }
    case 'cursor_not_found':
      return { kind: 'binary', op: 'eq', left: count(), right: none, type: valueTypeOf(bool), origin: none.origin }
    default:
      return { kind: 'literal', of: 'boolean', text: 'false', type: valueTypeOf(bool, false), origin: none.origin }
  }
}

/** The attributes of a cursor that a program asks for. */
function askedOf(cursor: string, program: Program): ReadonlySet<Attribute> {
  const found = new Set<Attribute>()
  walkProgram(program, {
    expr: (expr) => {
      const about = expr.kind === 'call' ? cursorAsked(expr) : undefined
      const attribute = about?.cursor === cursor ? asked[about.core] : undefined
      if (attribute) found.add(attribute)
      return undefined
    },
  })
  return found
}

/** What has to be noted behind OPEN, FETCH or CLOSE of a cursor whose attributes the program asks for. */
export function noted(what: 'open' | 'fetch' | 'close', cursor: Ident, at: At): readonly Stmt[] {
  const name = cursor.text.toLowerCase()
  const wanted = askedOf(name, at.frame.program)
  const { origin } = at
  const set = (attribute: Attribute, value: Expr): readonly Stmt[] =>
    wanted.has(attribute)
      ? [{ kind: 'assign', assignments: [{ target: variable(attribute, name, at), value }], origin }]
      : []
  const truth = (text: string): Expr => ({ kind: 'literal', of: 'boolean', text, origin })
  if (what === 'close') return set('open', truth('false'))
  if (what === 'open')
    return [...set('found', nullLiteral(origin)), ...set('rows', intLiteral(0, origin)), ...set('open', truth('true'))]
  const row: VariableRef = { kind: 'variable', scope: 'local', name: { text: 'found', quoted: false }, origin }
  const counted = wanted.has('rows') ? variable('rows', name, at) : undefined
  const more: Expr = {
    kind: 'case',
    whens: [branch(row, intLiteral(1, origin))],
    else: intLiteral(0, origin),
    origin,
  }
  return [
    ...set('found', row),
    ...(counted ? set('rows', { kind: 'binary', op: 'add', left: counted, right: more, origin }) : []),
  ]
}
