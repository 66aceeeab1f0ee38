import type { Expr } from '../../../../core/ir/expr.js'
import { type Ident, ident, type QName } from '../../../../core/ir/names.js'
import type { NamedType, Routine } from '../../../../core/ir/schema.js'
import { mapBottomUp, mapQuery } from '../../../../core/ir/walk.js'
import { mapProgram, mapStmt, type StmtMapper } from '../../../../core/ir/walk-program.js'

export const folded = ({ text }: Ident): string => text.toLowerCase()

/** The name under which the statements of an overridden program stand. */
export const implementation = (name: Ident, type: NamedType): Ident =>
  ident(`${name.text}_of_${type.name.name.text}`, name.quoted)

/** `t.m (SELF, …)`, as `(SELF AS t).m (…)` is read, means the statements of the nearest type above that has them. */
export function aboveNamed(routine: Routine, types: readonly NamedType[], own: ReadonlySet<string>): Routine {
  if (!routine.program || !routine.method || routine.method === 'unit') return routine
  const named = ({ schema, name }: QName, args: readonly Expr[]): QName | undefined => {
    const [first] = args
    if (!schema || first?.kind !== 'column' || first.path.length !== 1 || folded(first.path[0] ?? name) !== 'self')
      return undefined
    for (
      let type = typeNamed(schema, types);
      type;
      type = type.object?.under && typeNamed(type.object.under.at(-1) ?? name, types)
    )
      if (own.has(`${folded(type.name.name)}.${folded(name)}`))
        return { schema: type.name.name, name: implementation(name, type) }
    return undefined
  }
  const expr = (of: Expr): Expr =>
    mapBottomUp(of, (each) => {
      const target = each.kind === 'call' && 'routine' in each.fn ? named(each.fn.routine, each.args) : undefined
      return target && each.kind === 'call' ? { ...each, fn: { routine: target } } : each
    })
  const mapper: StmtMapper = {
    expr,
    query: (query) => mapQuery(query, { expr, query: (inner) => mapper.query(inner) }),
    target: (target) => target,
    stmt: (stmt) => {
      const made = mapStmt(stmt, mapper)
      const target = made.kind === 'callStatement' ? named(made.routine, made.args) : undefined
      return target && made.kind === 'callStatement' ? { ...made, routine: target } : made
    },
  }
  return { ...routine, program: mapProgram(routine.program, mapper) }
}

const typeNamed = (name: Ident, types: readonly NamedType[]): NamedType | undefined =>
  types.find((each) => folded(each.name.name) === folded(name))
