import { binary, bool, int64, intLiteral, textLiteral, valueTypeOf } from '../../core/ir/build.js'
import type { ForStmt } from '../../core/ir/control-flow.js'
import type { CursorDeclaration, VariableDeclaration } from '../../core/ir/declaration.js'
import type { Expr, VariableRef } from '../../core/ir/expr.js'
import { type Ident, noOrigin, type Origin } from '../../core/ir/names.js'
import type { Query } from '../../core/ir/query.js'
import type { Assign, Block, Stmt } from '../../core/ir/statement.js'
import type { TypeRef } from '../../core/ir/types.js'
import type { Variable } from '../code/variables.js'

/*
 * Loops for targets that know neither records nor loops over rows and numbers: the loop's own variables in a block, a cursor
 * or a counter, and a plain loop. CONTINUE goes to the top of it, where the next row or number is taken.
 */

const ref = (name: Ident, origin: Origin): VariableRef => ({ kind: 'variable', scope: 'local', name, origin })

const declare = (name: Ident, type: TypeRef, origin: Origin, value?: Expr): VariableDeclaration => ({
  ...{ kind: 'declareVariables', names: [name], type: { kind: 'type', type }, origin },
  ...(value ? { default: value } : {}),
})

const set = (target: VariableRef, value: Expr, origin: Origin): Assign => ({
  kind: 'assign',
  assignments: [{ target, value }],
  origin,
})

const blockOf = (declarations: Block['declarations'], statements: readonly Stmt[], origin: Origin): Block => ({
  ...{ kind: 'block', declarations, handlers: [], statements, origin },
})

export interface RangeNames {
  readonly variable: Ident
  readonly counter: Ident
  readonly last: Ident
  readonly type: TypeRef
}

/** The bounds are computed once, and what the body does to its variable does not change the count. */
export function writtenRange(
  stmt: ForStmt & { readonly over: { readonly kind: 'range' } },
  { variable, counter, last, type }: RangeNames,
): Stmt {
  const { origin, over, body, label } = stmt
  const { from, to, reverse } = over
  const step = intLiteral(1)
  const [first, end] = reverse ? [to, from] : [from, to]
  const next = binary(reverse ? 'sub' : 'add', ref(counter, origin), step, valueTypeOf(int64))
  const before = binary(reverse ? 'add' : 'sub', first, step, valueTypeOf(int64))
  const goes = binary(reverse ? 'ge' : 'le', ref(counter, origin), ref(last, origin), valueTypeOf(bool))
  const loop: Stmt = {
    ...{ kind: 'loop', ...(label ? { label } : {}), origin },
    body: [
      set(ref(counter, origin), next, origin),
      {
        ...{ kind: 'if', origin: noOrigin, else: [{ kind: 'leave', origin: noOrigin }] },
        branches: [{ when: goes, body: [set(ref(variable, origin), ref(counter, origin), origin)] }],
      },
      ...body,
    ],
  }
  const declared = [
    declare(counter, type, origin, before),
    declare(last, type, origin, end),
    declare(variable, type, origin),
  ]
  const refused = [...refuseNull(first, ref(counter, origin), 'lower'), ...refuseNull(end, ref(last, origin), 'upper')]
  return blockOf(declared, [...refused, loop], origin)
}

/** A bound without a value is an error of the source, with this state and these words. `held` is what it is kept in. */
function refuseNull(bound: Expr, held: VariableRef, which: 'lower' | 'upper'): readonly Stmt[] {
  if (bound.kind === 'literal' && bound.of !== 'null') return []
  const when: Expr = { kind: 'test', negated: false, is: 'null', operand: held, origin: noOrigin }
  const error: Stmt = {
    ...{ kind: 'signal', condition: { kind: 'sqlstate', value: '22004' }, origin: noOrigin },
    items: [{ name: 'MESSAGE_TEXT', value: textLiteral(`${which} bound of FOR loop cannot be null`) }],
  }
  return [{ kind: 'if', branches: [{ when, body: [error] }], origin: noOrigin }]
}

/** A cursor over the query, read into a variable for each of its columns. */
export function writtenRows(
  stmt: Pick<ForStmt, 'label' | 'origin' | 'body'>,
  query: Query,
  cursor: Ident,
  parts: readonly Variable[],
): Stmt {
  const { origin, body, label } = stmt
  const declared: CursorDeclaration = { kind: 'declareCursor', name: cursor, params: [], source: { query }, origin }
  const targets = parts.map(({ target }) => ref(target, origin))
  const loop: Stmt = {
    ...{ kind: 'loop', ...(label ? { label } : {}), origin },
    body: [{ kind: 'fetchCursor', cursor, targets, notFound: [{ kind: 'leave', origin: noOrigin }], origin }, ...body],
  }
  const variables = parts.map((part) => declare(part.target, part.declared, origin))
  const open: Stmt = { kind: 'openCursor', cursor, args: [], origin }
  return blockOf([...variables, declared], [open, loop, { kind: 'closeCursor', cursor, origin }], origin)
}
