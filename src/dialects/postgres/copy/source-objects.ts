import {
  ident,
  noOrigin,
  type ObjectId,
  type Origin,
  objectId,
  type PartId,
  partId,
  qname,
} from '../../../core/ir/names.js'
import type { Column, Constraint, ForeignKey, Index, RefAction, Table, Unmodelled } from '../../../core/ir/schema.js'
import { type SourceText, sourceId } from '../../../core/text/source.js'
import { logicalType } from './logical-type.js'
import type { FoundObject } from './objects.js'
import type { FoundConstraint, FoundTable } from './tables.js'

export const idOfTable = ({ schema, name }: Pick<FoundTable, 'schema' | 'name'>): ObjectId =>
  objectId('table', qname(schema, name))

export const idOfObject = ({ type, schema, name }: FoundObject): ObjectId => objectId(type, qname(schema, name))

/** A constraint that is an index and no key (EXCLUDE) counts as an index. */
export const partOfConstraint = (table: FoundTable, { kind, name }: FoundConstraint): PartId =>
  partId(idOfTable(table), kind === 'x' ? 'index' : 'constraint', name)

/** The definition of an object as a text of its own. */
export function sourceText(id: ObjectId, text: string): SourceText {
  return { id: sourceId(`catalog:${id}`), path: `catalog:${id}`, text, firstLine: 1, firstColumn: 1, firstByte: 0 }
}

export const originIn = (source: SourceText | undefined): Origin =>
  source ? { from: 'text', source: source.id, start: 0, end: source.text.trimEnd().length } : noOrigin

export function unmodelled(object: FoundObject, source: SourceText | undefined): Unmodelled {
  const base = { id: idOfObject(object), name: qname(object.schema, object.name), options: [] }
  return { ...base, kind: 'unmodelled', what: object.type, text: source?.text ?? '', origin: originIn(source) }
}

export function irTable(table: FoundTable, source: SourceText | undefined): Table {
  const origin = originIn(source)
  const exclusions = table.constraints.filter(({ kind }) => kind === 'x')
  return {
    ...{
      kind: 'table',
      id: idOfTable(table),
      name: qname(table.schema, table.name),
      origin,
      options: [],
      temporary: false,
    },
    columns: table.columns.map(
      (column): Column => ({
        ...{ name: ident(column.name), nullable: column.nullable, visible: true, origin, options: [] },
        type: { logical: logicalType(column), native: column.native, origin },
      }),
    ),
    constraints: table.constraints.flatMap((constraint) => irConstraint(constraint, origin)),
    indexes: [
      ...exclusions.map(({ name }) => irIndex(name, false, origin)),
      ...table.indexes.map(({ name, unique }) => irIndex(name, unique, origin)),
    ],
  }
}

/** What it covers is not taken apart: it is copied as it is. */
const irIndex = (name: string, unique: boolean, origin: Origin): Index => ({
  ...{ name: ident(name), unique, method: 'btree', parts: [], visible: true, origin, options: [] },
})

function irConstraint(constraint: FoundConstraint, origin: Origin): readonly Constraint[] {
  const base = { name: ident(constraint.name), origin, options: [] }
  const columns = constraint.columns.map((name) => ident(name))
  switch (constraint.kind) {
    case 'p':
      return [{ ...base, kind: 'primaryKey', columns, deferrable: false }]
    case 'u':
      return [{ ...base, kind: 'unique', columns, deferrable: false }]
    case 'f':
      return constraint.refersTo ? [foreignKey(constraint, constraint.refersTo, { ...base, columns })] : []
    case 'c': {
      const expr = { kind: 'opaque', text: constraint.definition, why: 'XW-C0003', origin } as const
      return [{ ...base, kind: 'check', expr, enforced: true }]
    }
    default:
      return []
  }
}

/** pg_constraint.confdeltype and confupdtype. */
const actions: Readonly<Record<string, RefAction>> = {
  a: 'noAction',
  r: 'restrict',
  c: 'cascade',
  n: 'setNull',
  d: 'setDefault',
}

function foreignKey(
  { onDelete, onUpdate }: FoundConstraint,
  target: NonNullable<FoundConstraint['refersTo']>,
  base: Pick<ForeignKey, 'name' | 'origin' | 'options' | 'columns'>,
): ForeignKey {
  return {
    ...base,
    ...{ kind: 'foreignKey', match: 'simple', deferrable: false, enforced: true },
    target: qname(target.schema, target.table),
    targetColumns: target.columns.map((name) => ident(name)),
    onDelete: actions[onDelete] ?? 'noAction',
    onUpdate: actions[onUpdate] ?? 'noAction',
  }
}
