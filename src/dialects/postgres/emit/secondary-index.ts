import { ident } from '../../../core/ir/names.js'
import type { Index, IndexPart, Table } from '../../../core/ir/schema.js'
import { block, type Doc, group, indent, line } from '../../../core/layout/doc.js'
import { collationText, exprDoc } from './code/expression.js'
import { identText, nameText, noForm, type Printing, relationText, standsFor, Unprintable } from './code/printing.js'
import { commentDoc } from './comment.js'
import { type Draft, draft } from './statement.js'
import { partName, relationKey } from './table.js'

const methods: Readonly<Record<Index['method'], string | null>> = {
  btree: '',
  hash: ' USING hash',
  gin: ' USING gin',
  gist: ' USING gist',
  brin: ' USING brin',
  // These need a rewrite: an expression over the text, an extension's type.
  fulltext: null,
  spatial: null,
  vector: null,
}

export function indexDraft(printing: Printing, table: Table, index: Index): Draft {
  const method = methods[index.method]
  if (method === null) throw noForm(`an index of kind ${index.method}`)
  const own = index.name ?? ident(`${table.name.name.text}_idx`)
  const on = relationText(printing, table.name)
  const where = index.where === undefined ? '' : indent(line, 'WHERE ', exprDoc(printing, index.where))
  const head = group(
    `CREATE ${index.unique ? 'UNIQUE ' : ''}INDEX ${identText(own)} ON ${on}${method} `,
    block(
      '(',
      index.parts.map((part) => partDoc(printing, part)),
      ')',
    ),
    where,
    ';',
  )
  const name = partName(table, own)
  return draft(printing, {
    kind: 'index',
    name,
    object: table.id,
    sources: index.sources ?? [],
    phase: 'post-data',
    minimal: identifies(table, index),
    doc: standsFor(printing, index.sources, [head, commentDoc(`INDEX ${nameText(name)}`, index.comment)]),
    undo: `DROP INDEX ${nameText(name)};`,
    within: relationKey(table),
  })
}

function partDoc(printing: Printing, part: IndexPart): Doc {
  if (part.prefix !== undefined) throw noForm('an index over the first characters of a column')
  const { expr } = part
  const what = expr.kind === 'column' ? exprDoc(printing, expr) : ['(', exprDoc(printing, expr), ')']
  return [
    what,
    part.collation === undefined ? '' : ` COLLATE ${collationText(printing, part.collation)}`,
    part.operatorClass === undefined ? '' : ` ${operatorClass(part.operatorClass)}`,
    part.descending ? ' DESC' : '',
    part.nulls === undefined ? '' : ` NULLS ${part.nulls.toUpperCase()}`,
  ]
}

function operatorClass(text: string): string {
  if (!/^[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)?$/.test(text)) throw new Unprintable('XW-C0504', { text })
  return text
}

/** A unique index over columns that are never null stands in for the key of a table that has none. */
function identifies(table: Table, index: Index): boolean {
  if (!index.unique || index.where !== undefined || table.constraints.some(({ kind }) => kind === 'primaryKey'))
    return false
  if (table.constraints.some((constraint) => constraint.kind === 'unique')) return false
  const required = new Set(table.columns.filter((column) => !column.nullable).map((column) => column.name.text))
  const covers = (candidate: Index): boolean =>
    candidate.unique &&
    candidate.where === undefined &&
    candidate.parts.every(
      ({ expr }) => expr.kind === 'column' && required.has(expr.path[expr.path.length - 1]?.text ?? ''),
    )
  return covers(index) && table.indexes.find(covers) === index
}
