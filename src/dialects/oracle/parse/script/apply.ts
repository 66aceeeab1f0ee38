import { decodeText } from '../../../../../grammars/oracle/literals.js'
import { type CstNode, has, hasWord, node, nodes, token, tokens } from '../../../../../grammars/sql/cst.js'
import { type FindingSink, finding } from '../../../../core/findings/finding.js'
import { dotted, type Ident, objectId, type QName } from '../../../../core/ir/names.js'
import type { SchemaObject, Unmodelled } from '../../../../core/ir/schema.js'
import { type LowerContext, originOf } from '../cst.js'
import { lowerIndex } from '../definitions/indexes.js'
import { merged, option } from '../definitions/properties.js'
import { lowerSequence } from '../definitions/sequences.js'
import { lowerTable } from '../definitions/tables.js'
import { lowerView, synonymView } from '../definitions/views.js'
import { isRemote, lowerIdent, lowerPath, lowerQName } from '../names.js'
import { alterTable } from './alter-table.js'
import { type CatalogDraft, inSchema } from './catalog.js'

/** Where a statement is applied. */
export interface ApplyTo {
  readonly draft: CatalogDraft
  readonly schema: Ident
  readonly sink: FindingSink
}

/** How a statement counts that makes no object of its own. */
export type Effect = { readonly kind: string; readonly handling: 'applied' | 'ignored' } | undefined

/** The object that the statement speaks of, for the findings of its lowering. */
export function objectOf(of: CstNode, schema: Ident): { readonly kind: string; readonly name: QName } {
  const create = node(of, 'createStatement')
  const tail = create && tails.map((rule) => node(create, rule)).find((each) => each)
  const holder = tail ?? node(of, 'alterTable') ?? node(of, 'commentStatement') ?? node(of, 'dropStatement')
  const named = holder && (node(holder, 'indexed') ?? node(holder, 'qualifiedName'))
  const name = named ? lowerQName(named) : { name: schema }
  return { kind: kindOf(tail?.name), name: inSchema(name, schema) }
}

const tails = [
  'createTableTail',
  'createIndexTail',
  'createSequenceTail',
  'createViewTail',
  'createMaterializedTail',
  'createSynonymTail',
]

function kindOf(rule: string | undefined): string {
  if (rule === 'createSequenceTail') return 'sequence'
  return rule === 'createViewTail' || rule === 'createMaterializedTail' || rule === 'createSynonymTail'
    ? 'view'
    : 'table'
}

/** Applies `statement`. */
export function applyStatement(of: CstNode, to: ApplyTo, context: LowerContext): Effect {
  const create = node(of, 'createStatement')
  if (create) return applyCreate(create, to, context)
  const alter = node(of, 'alterTable')
  if (alter) return applyAlter(alter, to, context)
  const comment = node(of, 'commentStatement')
  if (comment) return applyComment(comment, to, context)
  const drop = node(of, 'dropStatement')
  if (drop) return applyDrop(drop, to)
  const rename = node(of, 'renameStatement')
  if (rename) {
    const [from, target] = [node(rename, 'from'), node(rename, 'identifier')].map((each) => lowerIdent(each))
    if (from && target) to.draft.rename(inSchema({ name: from }, to.schema), inSchema({ name: target }, to.schema))
  }
  return { kind: 'RENAME', handling: 'applied' }
}

function applyCreate(of: CstNode, to: ApplyTo, context: LowerContext): Effect {
  const words = nodes(of, 'createWord').flatMap((each) =>
    Object.keys(each.children).map((name) => name.replace('K_', '')),
  )
  const replace = words.includes('REPLACE')
  const tail = tails.map((rule) => node(of, rule)).find((each) => each)
  const written = tail && node(tail, 'qualifiedName')
  if (!tail || !written) return undefined
  const name = inSchema(lowerQName(written), to.schema)
  switch (tail.name) {
    case 'createTableTail':
      to.draft.add(qualifyKeys(lowerTable(tail, words, name, context), to.schema))
      return undefined
    case 'createSequenceTail':
      to.draft.add(lowerSequence(of, nodes(tail, 'sequenceOption'), name, context))
      return undefined
    case 'createIndexTail':
      return applyIndex(tail, words, name, to, context)
    case 'createSynonymTail':
      to.draft.add(synonymOf(tail, words, name, to, context), replace)
      return undefined
    default:
      to.draft.add(lowerView(tail, name, context), replace)
      return undefined
  }
}

/** Foreign keys without a schema point into the table's own. */
function qualifyKeys<T extends SchemaObject>(object: T, schema: Ident): T {
  if (object.kind !== 'table') return object
  const own = object.name.schema ?? schema
  const constraints = object.constraints.map((each) =>
    each.kind === 'foreignKey' ? { ...each, target: inSchema(each.target, own) } : each,
  )
  return { ...object, constraints }
}

const unmodelled = (what: string, name: QName, context: LowerContext, of: CstNode): Unmodelled => ({
  kind: 'unmodelled',
  id: objectId(what, name),
  name,
  origin: originOf(of, context),
  options: [],
  what,
  text: context.text,
})

function applyIndex(of: CstNode, words: readonly string[], name: QName, to: ApplyTo, context: LowerContext): Effect {
  const on = node(of, 'indexed')
  const written = on ? lowerQName(on) : undefined
  const table = written && to.draft.table(inSchema(written, to.schema))
  const index = table && lowerIndex(of, words, name.name, context)
  if (!table || !index) {
    to.draft.add(unmodelled('index', name, context, of))
    if (!table && written && !to.draft.find(inSchema(written, to.schema)))
      reportMissing('CREATE INDEX', inSchema(written, to.schema), objectId('index', name), of, context)
    return undefined
  }
  if (table.indexes.some((each) => each.name?.text === name.name.text)) {
    context.sink.add(finding('XW-P0201', { object: table.id, origin: index.origin }, { name: dotted(name) }))
    return { kind: 'CREATE INDEX', handling: 'ignored' }
  }
  to.draft.put({ ...table, indexes: [...table.indexes, index] })
  return { kind: 'CREATE INDEX', handling: 'applied' }
}

function reportMissing(
  statement: string,
  name: QName,
  object: Unmodelled['id'],
  of: CstNode,
  context: LowerContext,
): void {
  context.sink.add(finding('XW-P0203', { object, origin: originOf(of, context) }, { statement, name: dotted(name) }))
}

/** A synonym of a relation of the script is a view on it; any other is listed. Public ones belong to no schema. */
function synonymOf(
  of: CstNode,
  words: readonly string[],
  name: QName,
  to: ApplyTo,
  context: LowerContext,
): SchemaObject {
  const written = node(of, 'target')
  const target = written && inSchema(lowerQName(written), to.schema)
  const held = target && to.draft.find(target)
  const relation = held?.kind === 'table' || held?.kind === 'view'
  if (!target || !written || words.includes('PUBLIC') || isRemote(written) || !relation) {
    return unmodelled('synonym', name, context, of)
  }
  return synonymView(of, name, target, context)
}

function applyAlter(of: CstNode, to: ApplyTo, context: LowerContext): Effect {
  const written = node(of, 'qualifiedName')
  const name = inSchema(written ? lowerQName(written) : { name: to.schema }, to.schema)
  const table = to.draft.table(name)
  if (!table) {
    // What is listed only cannot be changed either.
    if (!to.draft.find(name)) reportMissing('ALTER TABLE', name, objectId('table', name), of, context)
    return { kind: 'ALTER TABLE', handling: 'ignored' }
  }
  const altered = alterTable(table, of, context)
  to.draft.put(qualifyKeys(altered.table, to.schema))
  for (const { from, name: column } of altered.columns) to.draft.renameColumn(altered.table, from, column)
  if (altered.renamed) to.draft.rename(name, inSchema({ name: altered.renamed }, name.schema ?? to.schema))
  return { kind: 'ALTER TABLE', handling: 'applied' }
}

function applyComment(of: CstNode, to: ApplyTo, context: LowerContext): Effect {
  const written = node(of, 'qualifiedName')
  const text = token(of, 'Text') ?? token(of, 'NationalText')
  const value = text ? decodeText(text.image) : ''
  const parts = written ? lowerPath(written) : []
  const onColumn = tokens(of, 'kind').some((word) => word.image.toUpperCase() === 'COLUMN')
  const path = onColumn ? parts.slice(0, -1) : parts
  const name = path.at(-1)
  const schema = path.at(-2)
  const full = name && inSchema(schema ? { schema, name } : { name }, to.schema)
  const object = full && to.draft.find(full)
  if (!full || !object) {
    if (full) reportMissing('COMMENT', full, objectId('table', full), of, context)
    return { kind: 'COMMENT', handling: 'ignored' }
  }
  if (onColumn) commentColumn(object, parts.at(-1)?.text ?? '', value, of, to, context)
  else to.draft.put({ ...object, ...(value === '' ? {} : { comment: value }) })
  return { kind: 'COMMENT', handling: 'applied' }
}

/** The column of a view has no comment of its own in the hub; an option of the view keeps it. */
function commentColumn(
  object: SchemaObject,
  name: string,
  comment: string,
  of: CstNode,
  to: ApplyTo,
  context: LowerContext,
): void {
  if (comment === '') return
  if (object.kind !== 'table') {
    to.draft.put({
      ...object,
      options: merged([...object.options, option(`comment_on ${name}`, comment, of, context)]),
    })
  } else if (object.columns.some((column) => column.name.text === name)) {
    const columns = object.columns.map((column) => (column.name.text === name ? { ...column, comment } : column))
    to.draft.put({ ...object, columns })
  } else {
    const at = { object: object.id, origin: originOf(of, context) }
    context.sink.add(finding('XW-P0213', at, { what: `column ${name}`, table: dotted(object.name) }))
  }
}

/** A script that drops what it is about to make has nothing to drop: no finding. */
function applyDrop(of: CstNode, to: ApplyTo): Effect {
  const written = node(of, 'qualifiedName')
  const kind = hasWord(of, 'TABLE') ? 'TABLE' : (token(of, 'kind')?.image.toUpperCase() ?? '')
  const effect = { kind: `DROP ${kind}`, handling: 'applied' } as const
  if (!written || has(of, 'databaseLink')) return effect
  const name = inSchema(lowerQName(written), to.schema)
  if (kind === 'INDEX') {
    const table = to.draft.indexed(name)
    if (table) to.draft.put({ ...table, indexes: table.indexes.filter((each) => each.name?.text !== name.name.text) })
    to.draft.drop(name, ['index'])
  } else if (kind === 'TRIGGER') to.draft.drop(name, ['trigger'])
  else if (kind === 'PACKAGE') to.draft.drop(name, token(of, 'second') ? ['package body'] : ['object', 'package body'])
  else if (kind === 'TYPE') to.draft.drop(name, token(of, 'second') ? ['type body'] : ['object', 'type body'])
  else to.draft.drop(name)
  return effect
}
