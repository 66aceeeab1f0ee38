import { objectId, type QName } from '../../../../core/ir/names.js'
import type { LowerContext, UserType } from '../context.js'
import { qnameOf } from '../context.js'
import { lowerCollation } from '../definitions/collations.js'
import { relationName } from '../definitions/constraints.js'
import { lowerExpr } from '../expressions.js'
import { type Node, stringsOf } from '../tree.js'
import { lowerType } from '../types.js'
import { add, type Handlers, type Handling } from './handlers.js'
import { unmodelled } from './objects.js'
import { type CatalogState, key } from './state.js'

export const typeStatements: Handlers = {
  CreateEnumStmt: ({ typeName, vals = [] }, state, context) => {
    const name = qnameOf(typeName, (one) => context.schemaOf(one, 'type'))
    const id = objectId('enumType', name)
    const labels = stringsOf(vals)
    state.types.set(key(name), { kind: 'enum', id, labels })
    return add({ kind: 'enumType', id, name, labels, origin: context.whole, options: [] }, state, context)
  },
  AlterEnumStmt: ({ typeName, newVal, newValNeighbor, newValIsAfter, oldVal }, state, context) => {
    const name = qnameOf(typeName, (one) => context.schemaOf(one, 'type'))
    const known = state.types.get(key(name))
    const object = known && state.get(known.id)
    if (known?.kind !== 'enum' || object?.kind !== 'enumType') return 'ignored'
    const labels = changedLabels(known.labels, { newVal, newValNeighbor, newValIsAfter, oldVal })
    state.types.set(key(name), { ...known, labels })
    state.replace({ ...object, labels })
    return 'applied'
  },
  DefineStmt: ({ kind, defnames, definition = [], if_not_exists }, state, context) => {
    const name = qnameOf(defnames, (one) => context.schemaOf(one, 'type'))
    if (kind !== 'OBJECT_COLLATION') return add(unmodelled(wordsOf(kind), name, context), state, context)
    if (if_not_exists && state.collation(name)) return 'ignored'
    return add(lowerCollation(name, definition, context), state, context)
  },
  CreateDomainStmt: (statement, state, context) => {
    const name = qnameOf(statement.domainname, (one) => context.schemaOf(one, 'type'))
    const object = unmodelled('domain', name, context)
    state.types.set(key(name), domainOf(statement, object.id, context))
    return add(object, state, context)
  },
  CompositeTypeStmt: ({ typevar }, state, context) => addType(relationName(typevar, context), state, context),
  CreateRangeStmt: ({ typeName }, state, context) =>
    addType(
      qnameOf(typeName, (one) => context.schemaOf(one, 'type')),
      state,
      context,
    ),
}

/** `OBJECT_TSCONFIGURATION`: what is defined, by the name that the parser has for it. */
const wordsOf = (kind = ''): string => defined[kind] ?? 'object'

const defined: Readonly<Record<string, string>> = {
  OBJECT_AGGREGATE: 'aggregate',
  OBJECT_OPERATOR: 'operator',
  OBJECT_TYPE: 'type',
  OBJECT_TSCONFIGURATION: 'text search configuration',
  OBJECT_TSDICTIONARY: 'text search dictionary',
  OBJECT_TSPARSER: 'text search parser',
  OBJECT_TSTEMPLATE: 'text search template',
}

interface LabelChange {
  readonly newVal: string | undefined
  readonly newValNeighbor: string | undefined
  readonly newValIsAfter: boolean | undefined
  readonly oldVal: string | undefined
}

function changedLabels(labels: readonly string[], change: LabelChange): readonly string[] {
  const { newVal = '', newValNeighbor, newValIsAfter, oldVal } = change
  if (oldVal !== undefined) return labels.map((label) => (label === oldVal ? newVal : label))
  if (labels.includes(newVal)) return labels
  const beside = newValNeighbor === undefined ? labels.length : labels.indexOf(newValNeighbor) + (newValIsAfter ? 1 : 0)
  return [...labels.slice(0, beside), newVal, ...labels.slice(beside)]
}

function domainOf(
  statement: Extract<Node, { CreateDomainStmt: unknown }>['CreateDomainStmt'],
  id: UserType['id'],
  context: LowerContext,
): UserType {
  const { logical, user } = lowerType(statement.typeName ?? {}, context, statement.collClause?.collname)
  // What the domain below says is looked at first.
  const below = user?.kind === 'domain' ? user : undefined
  const own: LowerContext = { ...context, columnType: () => logical }
  const constraints = (statement.constraints ?? []).flatMap((node) => ('Constraint' in node ? [node.Constraint] : []))
  const of = (contype: string) => constraints.filter((each) => each.contype === contype)
  const value = of('CONSTR_DEFAULT')[0]?.raw_expr
  return {
    ...{ kind: 'domain', id, logical },
    nullable: of('CONSTR_NOTNULL').length === 0 && below?.nullable !== false,
    ...(value ? { default: lowerExpr(value, own) } : below?.default ? { default: below.default } : {}),
    checks: [
      ...(below?.checks ?? []),
      ...of('CONSTR_CHECK').map(({ conname, raw_expr }) => ({
        ...(conname === undefined ? {} : { name: conname }),
        of: id,
        expr: lowerExpr(raw_expr, own),
      })),
    ],
  }
}

function addType(name: QName, state: CatalogState, context: LowerContext): Handling {
  const object = unmodelled('type', name, context)
  state.types.set(key(name), { kind: 'other', id: object.id })
  return add(object, state, context)
}
