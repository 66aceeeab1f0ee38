import { partIdsOf } from '../../src/convert/catalog-edit.js'
import type { Expr } from '../../src/core/ir/expr.js'
import { type Ident, partId, type QName } from '../../src/core/ir/names.js'
import type { Catalog, Column, Constraint, Index, Partition, SchemaObject, Table } from '../../src/core/ir/schema.js'
import type { LogicalType } from '../../src/core/ir/types.js'

/** One thing that a catalogue says: of which object or part, what, and in which words. */
export interface Facet {
  /** Id of the object or the part, as findings name it. */
  readonly of: string
  readonly what: string
  readonly value: string
}

/** What stored programs do is compared by running them (test/programs). Types with names are compared in the columns that are of them. */
const others: ReadonlySet<string> = new Set([
  'routine',
  'trigger',
  'event',
  'support',
  'enumType',
  'collation',
  'unmodelled',
])

/** All that a catalogue says of its tables, views and counters. */
export const facetsOf = (catalog: Catalog): readonly Facet[] =>
  catalog.schemas.flatMap(({ objects }) =>
    objects.flatMap((object) => (others.has(object.kind) ? [] : ofObject(object))),
  )

function ofObject(object: SchemaObject): readonly Facet[] {
  const of = object.id
  const own = [one(of, 'object', object.kind), one(of, 'comment', object.comment)]
  switch (object.kind) {
    case 'table':
      return said([...own, ...ofTable(object)])
    case 'view':
      return said([
        ...own,
        one(of, 'columns', names(object.columns)),
        one(of, 'query', text(object.query)),
        one(of, 'check option', object.checkOption),
        one(of, 'materialized', object.materialized || undefined),
      ])
    case 'sequence':
      return said([...own, one(of, 'sequence', text(object.sequence))])
    default:
      return said(own)
  }
}

function ofTable(table: Table): readonly Saying[] {
  const of = table.id
  const ids = partIdsOf(table)
  const scheme = table.partitioning
  return [
    one(of, 'temporary', table.temporary || undefined),
    one(of, 'order', names(table.columns.map(({ name }) => name))),
    ...table.columns.flatMap((column) => ofColumn(partId(of, 'column', column.name.text), column)),
    ...table.constraints.flatMap((each, at) => ofConstraint(ids.constraints[at] ?? of, each)),
    ...table.indexes.flatMap((each, at) => ofIndex(ids.indexes[at] ?? of, withoutWholePrefixes(table, each))),
    one(of, 'partitions', scheme && `${scheme.by} ${scheme.keys.map(text).join(', ')}`),
    ...(scheme?.partitions ?? []).map((each) => one(partId(of, 'partition', each.name.text), 'bound', boundText(each))),
  ]
}

function ofColumn(of: string, column: Column): readonly Saying[] {
  const { type, generated, identity } = column
  return [
    one(of, 'column', 'column'),
    one(of, 'type', typeText(type.logical)),
    one(of, 'collation', collationText(type.logical)),
    one(of, 'nullable', column.nullable ? 'yes' : 'no'),
    one(of, 'default', column.default && defaultText(column.default)),
    one(of, 'on update', column.onUpdate && text(column.onUpdate)),
    one(of, 'computed', generated && `${text(generated.expr)} ${generated.stored ? 'stored' : 'virtual'}`),
    one(of, 'identity', identity && (identity.always ? 'always' : 'by default')),
    one(of, 'visible', column.visible ? undefined : 'no'),
    one(of, 'comment', column.comment),
  ]
}

function typeText(type: LogicalType): string {
  if (type.kind !== 'text' && type.kind !== 'enum') return text(type)
  const { collation: _collation, ...rest } = type
  return text('charset' in rest ? { ...rest, charset: undefined } : rest)
}

/** How text compares; the name of a collation says nothing that its facts do not. */
function collationText(type: LogicalType): string | undefined {
  const collation = type.kind === 'text' ? type.collation : undefined
  return collation && text({ ...collation, name: undefined })
}

/** NULL is the default of a column without one, and a constant is one of the column's type however it is written. */
function defaultText(value: Expr): string | undefined {
  if (value.kind === 'unary' && value.op === 'neg' && value.operand.kind === 'literal') return `-${value.operand.text}`
  if (value.kind === 'literal') return value.of === 'null' ? undefined : value.text
  return text(value)
}

function ofConstraint(of: string, each: Constraint): readonly Saying[] {
  const own = [one(of, 'comment', each.comment), one(of, 'name', each.name?.text)]
  switch (each.kind) {
    case 'primaryKey':
    case 'unique':
      return [
        ...own,
        one(of, 'key', keyText(each.kind, each.columns)),
        one(of, 'deferrable', each.deferrable || undefined),
      ]
    case 'check':
      return [...own, one(of, 'check', text(each.expr)), one(of, 'enforced', each.enforced ? undefined : 'no')]
    case 'foreignKey':
      return [
        ...own,
        one(of, 'foreign key', `${names(each.columns)} ${nameText(each.target)} ${names(each.targetColumns)}`),
        one(of, 'on delete', each.onDelete),
        one(of, 'on update', each.onUpdate),
        one(of, 'match', each.match === 'simple' ? undefined : each.match),
        one(of, 'deferrable', each.deferrable || undefined),
        one(of, 'enforced', each.enforced ? undefined : 'no'),
      ]
  }
}

const keyText = (kind: string, columns: readonly Ident[]): string => `${kind} ${names(columns)}`

/** A prefix as long as the column is the column. */
const withoutWholePrefixes = (table: Table, index: Index): Index => ({
  ...index,
  parts: index.parts.map((part) => {
    const name = part.expr.kind === 'column' ? part.expr.path.at(-1)?.text : undefined
    const type = table.columns.find((column) => column.name.text === name)?.type.logical
    const { prefix, ...whole } = part
    return type?.kind === 'text' && prefix !== undefined && type.length === prefix ? whole : part
  }),
})

function ofIndex(of: string, index: Index): readonly Saying[] {
  const { name, unique, method, parts, where, comment, visible } = index
  const columns = parts.map(({ expr, prefix }) =>
    expr.kind === 'column' && prefix === undefined ? expr.path.at(-1) : undefined,
  )
  const plain = columns.filter((each) => each !== undefined)
  const isKey = unique && where === undefined && plain.length === parts.length && !parts.some((part) => part.descending)
  return [
    one(of, 'name', name?.text),
    ...(isKey ? [one(of, 'key', keyText('unique', plain))] : [one(of, 'index', parts.map(partText).join(', '))]),
    one(of, 'unique', unique && !isKey ? 'yes' : undefined),
    one(of, 'method', method === 'btree' ? undefined : method),
    one(of, 'where', where && text(where)),
    one(of, 'comment', comment),
    one(of, 'visible', visible ? undefined : 'no'),
  ]
}

const partText = ({ expr, prefix, descending, nulls }: Index['parts'][number]): string =>
  [text(expr), prefix, descending ? 'desc' : undefined, nulls && `nulls ${nulls}`]
    .filter((each) => each !== undefined)
    .join(' ')

const boundText = (partition: Partition): string =>
  `${partition.bound ? text(partition.bound).replaceAll(/of:(text|date|timestamp),/g, '') : 'none'}${partition.subpartitions.map(({ name }) => ` ${name.text}`).join('')}`

type Saying = Facet | undefined

const one = (of: string, what: string, value: string | true | undefined): Saying =>
  value === undefined || value === '' ? undefined : { of, what, value: String(value) }

const said = (all: readonly Saying[]): readonly Facet[] => all.filter((each) => each !== undefined)

const names = (all: readonly Ident[]): string => all.map(({ text }) => text).join(', ')
const nameText = ({ schema, name }: QName): string => [schema, name].flatMap((each) => each?.text ?? []).join('.')

const silent: ReadonlySet<string> = new Set(['origin', 'written', 'quoted', 'options', 'type'])

/** A node as words: what a person wrote, without where and how it was spelled. */
function text(node: object): string {
  const words = JSON.stringify(node, function (this: object, key: string, value: unknown) {
    const isSpelling = key === 'native' && 'logical' in this
    if (silent.has(key) || isSpelling || (key === 'of' && typeof value === 'object')) return undefined
    return typeof value === 'bigint' ? String(value) : value
  })
  return words.replaceAll('"', '')
}
