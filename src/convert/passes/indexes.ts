import { finding } from '../../core/findings/finding.js'
import { intLiteral } from '../../core/ir/build.js'
import type { Expr } from '../../core/ir/expr.js'
import { ident, noOrigin } from '../../core/ir/names.js'
import type { ForeignKey, Index, IndexPart, Table } from '../../core/ir/schema.js'
import { mapTables } from '../catalog-edit.js'
import type { Pass, PassContext } from '../context.js'
import { placeOf } from '../report.js'
import { labelOf, plainColumn } from './missing-columns.js'
import { hasTemplate, template } from './templates.js'

/** Kinds of indexes that the target makes in another way, or not at all, and those that the source makes without being asked. */
export const indexes: Pass = {
  name: 'indexes',
  run: (catalog, context) => mapTables(catalog, (table) => convertTable(table, context)),
}

function convertTable(table: Table, context: PassContext): Table {
  const kept = table.indexes.flatMap((index) => convertIndex(table, index, context) ?? [])
  const added = context.from.constructs.foreignKeysMakeIndexes
    ? foreignKeyIndexes({ ...table, indexes: kept }, context)
    : []
  return { ...table, indexes: [...kept, ...added] }
}

function convertIndex(table: Table, index: Index, context: PassContext): Index | undefined {
  const place = placeOf(table, index)
  const name = labelOf(index)
  if (index.method === 'spatial') {
    context.findings.add(finding('XW-C0043', place, { index: name }))
    return undefined
  }
  const methods = context.to.constructs.indexMethods
  if (methods && !methods.includes(index.method)) {
    context.findings.add(finding('XW-C0039', place, { index: name, method: index.method }))
    return undefined
  }
  if (index.where && !context.to.can.partialIndexes) return ofAllRows(table, index, context)
  if (!index.visible && !context.to.can.invisibleIndexes) {
    context.findings.add(finding('XW-C0045', place, { index: name }))
  }
  const visible = { ...index, visible: true }
  if (index.method === 'fulltext') return fulltext(table, visible, context)
  if (index.method === 'hash') {
    context.findings.add(finding('XW-C0044', place, { index: name, method: 'hash' }))
    return withPrefixes(table, { ...visible, method: 'btree' }, context)
  }
  return withPrefixes(table, visible, context)
}

/** Over all rows an index finds the same, but a unique one refuses more. */
function ofAllRows(table: Table, index: Index, context: PassContext): Index | undefined {
  const { where: _where, ...rest } = index
  const data = { index: labelOf(index) }
  context.findings.add(finding(index.unique ? 'XW-C0037' : 'XW-C0038', placeOf(table, index), data))
  return index.unique ? undefined : convertIndex(table, rest, context)
}

/** One inverted index over the words of all columns. */
function fulltext(table: Table, index: Index, context: PassContext): Index | undefined {
  const place = placeOf(table, index)
  if (!hasTemplate(context.to, 'fulltext')) {
    context.findings.add(finding('XW-C0048', place, { index: labelOf(index), reason: 'there is no text search' }))
    return undefined
  }
  const texts = index.parts.map((part) => template(context.to, 'fulltext-part', { value: part.expr }))
  const joined = texts
    .slice(1)
    .reduce<Expr>((left, right) => template(context.to, 'fulltext-join', { left, right }), texts[0] ?? intLiteral(0))
  context.findings.add(finding('XW-C0042', place, { index: labelOf(index) }))
  const expr = template(context.to, 'fulltext', { value: joined })
  return { ...index, method: 'gin', parts: [{ expr, descending: false }] }
}

function withPrefixes(table: Table, index: Index, context: PassContext): Index | undefined {
  const parts = index.parts.map((part) => prefixPart(table, index, part, context))
  for (const part of parts) reportLength(table, index, part, context)
  return { ...index, parts }
}

/** A prefix that covers the whole declared length is no prefix; any other becomes an expression that cuts the value. */
function prefixPart(table: Table, index: Index, part: IndexPart, context: PassContext): IndexPart {
  const { prefix, ...plain } = part
  const column = table.columns.find((each) => each.name.text === plainColumn(part.expr))
  const type = column?.type.logical
  if (prefix === undefined || context.to.can.prefixIndexes || !column || !type) return part
  if (type.kind !== 'text' && type.kind !== 'binary') return plain
  if (type.kind === 'text' && type.length !== undefined && type.length <= prefix) return plain
  const data = { index: labelOf(index), length: prefix, column: column.name.text }
  const code = index.unique ? 'XW-C0041' : 'XW-C0040'
  context.findings.add(finding(code, placeOf(table, index), data))
  const name = type.kind === 'text' ? 'prefix-text' : 'prefix-bytes'
  return { ...plain, expr: template(context.to, name, { value: part.expr, length: intLiteral(prefix) }) }
}

/** Warns of entries that may not fit: the limit is one of the target, the declared length says how long values get. */
function reportLength(table: Table, index: Index, part: IndexPart, context: PassContext): void {
  const max = context.to.constructs.maxIndexKeyBytes
  const column = table.columns.find((each) => each.name.text === plainColumn(part.expr))
  const type = column?.type.logical
  if (max === undefined || !column || !type) return
  const bytes = type.kind === 'text' ? (type.length ?? 65535) * 4 : type.kind === 'binary' ? (type.length ?? 65535) : 0
  if (bytes <= max) return
  const data = { index: labelOf(index), column: column.name.text, max }
  context.findings.add(finding('XW-C0047', placeOf(table, index), data))
}

/** The source keeps an index for every foreign key; the target only where somebody makes one. */
function foreignKeyIndexes(table: Table, context: PassContext): readonly Index[] {
  const added: Index[] = []
  for (const foreign of table.constraints) {
    if (foreign.kind !== 'foreignKey' || leads(table, added, foreign)) continue
    const columns = foreign.columns.map((name) => name.text)
    const data = { columns: columns.join(', '), name: labelOf(foreign) }
    context.findings.add(finding('XW-C0046', placeOf(table, foreign), data))
    added.push(indexFor(table, foreign))
  }
  return added
}

/** Whether an index or key begins with the columns of the foreign key, in any order of those columns. */
function leads(table: Table, added: readonly Index[], foreign: ForeignKey): boolean {
  const wanted = foreign.columns.map((name) => name.text)
  const lists = [
    ...table.constraints.flatMap((each) =>
      each.kind === 'primaryKey' || each.kind === 'unique' ? [each.columns.map((name) => name.text)] : [],
    ),
    ...[...table.indexes, ...added].map((index) => index.parts.map((part) => plainColumn(part.expr) ?? '')),
  ]
  return lists.some((list) => wanted.every((name) => list.slice(0, wanted.length).includes(name)))
}

const indexFor = (table: Table, foreign: ForeignKey): Index => ({
  name: ident(foreign.name?.text ?? `${table.name.name.text}_${foreign.columns.map((name) => name.text).join('_')}`),
  unique: false,
  method: 'btree',
  parts: foreign.columns.map((name) => ({
    expr: { kind: 'column', path: [name], origin: noOrigin },
    descending: false,
  })),
  visible: true,
  origin: foreign.origin,
  options: [],
  ...(foreign.sources ? { sources: foreign.sources } : {}),
})
