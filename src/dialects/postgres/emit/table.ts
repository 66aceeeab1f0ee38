import { type Ident, type PartId, partId } from '../../../core/ir/names.js'
import type { Column, Table } from '../../../core/ir/schema.js'
import { type Doc, hardline, indent, join } from '../../../core/layout/doc.js'
import { exprDoc } from './code/expression.js'
import { identText, nameText, type Printing, standsFor, usesKey } from './code/printing.js'
import { columnDoc, defaultDocOf } from './column.js'
import { commentDoc } from './comment.js'
import { partitionByDoc } from './partition.js'
import { identityValueDoc } from './sequence.js'
import { type Draft, draft } from './statement.js'

/** Runs work for one part of an object; a part that cannot be printed is a finding, and the rest goes on. */
export type Attempt = <T>(part: AttemptedPart, work: () => T) => T | undefined

export interface AttemptedPart {
  readonly what: string
  readonly name: string
  readonly part?: PartId | undefined
}

/** The bare table: what bulk rows need. Everything else about it is a statement of its own. */
export function tableDraft(printing: Printing, table: Table, attempt: Attempt): Draft {
  const name = nameText(table.name)
  const columns = table.columns.map((column) => {
    const inline = isInline(printing, column)
      ? attempt(defaultPart(table, column), () => defaultDocOf(printing, column))
      : undefined
    return standsFor(printing, column.sources, columnDoc(printing, column, inline))
  })
  const body = columns.length > 0 ? ['(', indent(hardline, join([',', hardline], columns)), hardline, ')'] : '()'
  const by = table.partitioning === undefined ? '' : [' ', partitionByDoc(printing, table.partitioning)]
  const comments = [commentDoc(`TABLE ${name}`, table.comment), ...columnComments(printing, table, name)]
  return draft(printing, {
    kind: 'table',
    name: table.name,
    object: table.id,
    sources: [...(table.sources ?? []), ...table.columns.flatMap((column) => column.sources ?? [])],
    phase: 'pre-data',
    doc: [
      standsFor(printing, table.sources, [
        `CREATE ${table.temporary ? 'TEMPORARY ' : ''}TABLE ${name} `,
        body,
        by,
        ';',
        comments,
      ]),
    ],
    undo: `DROP TABLE ${name};`,
  })
}

const columnComments = (printing: Printing, table: Table, name: string): readonly Doc[] =>
  table.columns.map((column) =>
    column.comment === undefined || column.comment === ''
      ? ''
      : standsFor(printing, column.sources, commentDoc(`COLUMN ${name}.${identText(column.name)}`, column.comment)),
  )

const defaultPart = (table: Table, column: Column): AttemptedPart => ({
  what: 'default of column',
  name: `${table.name.name.text}.${column.name.text}`,
  part: column.sources?.[0] ?? partId(table.id, 'column', column.name.text),
})

/** A default that calls what we made waits until the rows are loaded: a load needs none. */
function isInline(printing: Printing, column: Column): boolean {
  if (column.default === undefined || column.generated !== undefined) return false
  const trial: Printing = { ...printing, uses: new Set(), parts: [] }
  try {
    exprDoc(trial, column.default)
  } catch {
    // The attempt that follows reports it.
    return true
  }
  return ![...trial.uses].some((use) => use.startsWith('need:'))
}

export function defaultDrafts(printing: () => Printing, table: Table, attempt: Attempt): readonly Draft[] {
  return table.columns.flatMap((column) => {
    const own = printing()
    if (column.default === undefined || isInline(own, column) || column.generated !== undefined) return []
    const made = attempt(defaultPart(table, column), () => defaultDraft(own, table, column))
    return made === undefined ? [] : [made]
  })
}

function defaultDraft(printing: Printing, table: Table, column: Column): Draft {
  const name = nameText(table.name)
  const head = `ALTER TABLE ${name} ALTER COLUMN ${identText(column.name)}`
  const doc = column.default === undefined ? '' : exprDoc(printing, column.default)
  printing.uses.add(usesKey('relation', relationKey(table)))
  return draft(printing, {
    kind: 'default',
    name: partName(table, column.name),
    object: table.id,
    sources: [],
    phase: 'post-data',
    minimal: false,
    within: relationKey(table),
    doc: standsFor(printing, column.sources, [`${head} SET DEFAULT `, doc, ';']),
    undo: `${head} DROP DEFAULT;`,
  })
}

export const relationKey = (table: Table): string =>
  table.name.schema === undefined ? table.name.name.text : `${table.name.schema.text}.${table.name.name.text}`

export const partName = (table: Table, name: Ident) =>
  table.name.schema === undefined ? { name } : { schema: table.name.schema, name }

export function identityValueDrafts(printing: () => Printing, table: Table, attempt: Attempt): readonly Draft[] {
  return table.columns.flatMap((column) => {
    if (column.identity === undefined) return []
    const own = printing()
    const part = { what: 'identity of column', name: `${table.name.name.text}.${column.name.text}` }
    const made = attempt(part, () => identityValueDraft(own, table, column))
    return made === undefined ? [] : [made]
  })
}

function identityValueDraft(printing: Printing, table: Table, column: Column): Draft {
  printing.uses.add(usesKey('relation', relationKey(table)))
  const next = column.identity?.sequence.next
  return draft(printing, {
    kind: 'identity',
    name: partName(table, column.name),
    object: table.id,
    sources: [],
    phase: 'post-cutover',
    minimal: false,
    within: relationKey(table),
    doc: standsFor(
      printing,
      column.sources,
      identityValueDoc(nameText(table.name), identText(column.name), column.name.text, next),
    ),
    undo: '',
  })
}
