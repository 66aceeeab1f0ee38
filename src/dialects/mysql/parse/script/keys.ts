import { finding } from '../../../../core/findings/finding.js'
import { type Ident, ident, type Origin, partId } from '../../../../core/ir/names.js'
import type { Constraint, ForeignKey, Index, IndexPart, KeyConstraint, Option } from '../../../../core/ir/schema.js'
import type { ForeignKeyDraft, KeyDraft } from './shapes.js'
import { columnsOf, type FoldContext, fold, sameName, type TableState } from './table-state.js'

const methods: Readonly<Record<string, Index['method']>> = {
  btree: 'btree',
  hash: 'hash',
  rtree: 'spatial',
}

/** Adds a key: a constraint where the IR has one for it, else an index. */
export function addKey(table: TableState, key: KeyDraft, context: FoldContext): void {
  const name = key.form === 'primary' ? undefined : (key.constraintName ?? key.name)
  if (key.ifNotExists && name && findIndex(table, name)) return
  if (key.form === 'primary') {
    addPrimaryKey(table, key, context)
    return
  }
  if (name && findIndex(table, name)) {
    reportTwice(table, `key ${name.text}`, key.origin, context)
    return
  }
  const columns = plainColumns(key.parts)
  if (key.form === 'unique' && columns && !key.parts.some((part) => part.prefix !== undefined || part.descending)) {
    table.constraints = [...table.constraints, keyConstraint('unique', key, columns, name)]
  } else {
    table.indexes = [...table.indexes, indexOf(key, name)]
  }
}

function addPrimaryKey(table: TableState, key: KeyDraft, context: FoldContext): void {
  if (table.constraints.some((each) => each.kind === 'primaryKey')) {
    reportTwice(table, 'primary key', key.origin, context)
    return
  }
  const columns = plainColumns(key.parts) ?? []
  const made = keyConstraint('primaryKey', key, columns, undefined)
  const special = key.parts.some((part) => part.prefix !== undefined || part.descending)
  const option: Option = { key: 'mysql.key_parts', value: key.parts.map(partText).join(', '), origin: key.origin }
  table.constraints = [...table.constraints, special ? { ...made, options: [...made.options, option] } : made]
  if (key.parts.some((part) => part.prefix !== undefined)) {
    const part = partId(table.id, 'constraint', 'primary key')
    context.sink.add(finding('XW-P0210', { object: table.id, part, origin: key.origin }, { parts: option.value }))
  }
}

function reportTwice(table: TableState, what: string, origin: Origin, context: FoldContext): void {
  context.sink.add(finding('XW-P0211', { object: table.id, origin }, { what, table: table.name.name.text }))
}

function partText(part: IndexPart): string {
  const name = part.expr.kind === 'column' ? (part.expr.path.at(-1)?.text ?? '') : ''
  return `${name}${part.prefix === undefined ? '' : `(${part.prefix})`}${part.descending ? ' DESC' : ''}`
}

function plainColumns(parts: readonly IndexPart[]): readonly Ident[] | undefined {
  const names = parts.flatMap(({ expr }) => (expr.kind === 'column' && expr.path.length === 1 ? expr.path : []))
  return names.length === parts.length ? names : undefined
}

function keyConstraint(
  kind: KeyConstraint['kind'],
  key: KeyDraft,
  columns: readonly Ident[],
  name: Ident | undefined,
): KeyConstraint {
  const hidden: readonly Option[] = key.visible ? [] : [{ key: 'mysql.invisible', value: 'yes', origin: key.origin }]
  return {
    kind,
    ...(name === undefined ? {} : { name }),
    columns,
    deferrable: false,
    ...(key.method === undefined ? {} : { method: key.method }),
    ...(key.comment === undefined ? {} : { comment: key.comment }),
    options: [...key.options, ...hidden],
    origin: key.origin,
  }
}

function indexOf(key: KeyDraft, name: Ident | undefined): Index {
  const { form, method } = key
  const special = form === 'fulltext' || form === 'spatial' || form === 'vector'
  return {
    ...(name === undefined ? {} : { name }),
    unique: form === 'unique',
    method: special ? form : ((method && Object.hasOwn(methods, method) ? methods[method] : undefined) ?? 'btree'),
    ...(method === undefined || special ? {} : { methodSaid: true }),
    parts: key.parts,
    visible: key.visible,
    ...(key.comment === undefined ? {} : { comment: key.comment }),
    options: key.options,
    origin: key.origin,
  }
}

const defaultEngines = new Set(['innodb', 'ndb', 'ndbcluster', 'pbxt', 'rocksdb', 'xtradb'])

/** Adds a foreign key, and the index that the engine makes for it where no key begins with its columns. */
export function addForeignKey(table: TableState, draft: ForeignKeyDraft, context: FoldContext, honoured = true): void {
  const { reference } = draft
  const name = draft.constraintName
  if (name && table.constraints.some((each) => each.kind === 'foreignKey' && sameName(each.name, name))) {
    reportTwice(table, `foreign key ${name.text}`, draft.origin, context)
    return
  }
  const ignored = table.engine !== undefined && !defaultEngines.has(table.engine.toLowerCase())
  if (ignored) {
    const part = partId(
      table.id,
      'constraint',
      name?.text ?? `foreign key (${draft.columns.map((column) => column.text).join(', ')})`,
    )
    context.sink.add(
      finding('XW-P0212', { object: table.id, part, origin: draft.origin }, { engine: table.engine ?? '' }),
    )
  }
  const key: ForeignKey = {
    kind: 'foreignKey',
    ...(name === undefined ? {} : { name }),
    columns: draft.columns,
    target: reference.target.schema
      ? reference.target
      : { ...(table.name.schema ? { schema: table.name.schema } : {}), name: reference.target.name },
    targetColumns: reference.targetColumns,
    // Absent means RESTRICT, which InnoDB prints as nothing at all; NO ACTION is the same to it.
    onDelete: reference.onDelete ?? 'noAction',
    onUpdate: reference.onUpdate ?? 'noAction',
    said: (['onDelete', 'onUpdate'] as const).filter((action) => reference[action] !== undefined),
    match: reference.match,
    deferrable: false,
    enforced: honoured && !ignored,
    origin: draft.origin,
    options: [],
  }
  table.constraints = [...table.constraints, key]
  if (key.enforced) table.unnamed.set(key, (name ?? draft.indexName)?.text ?? '')
}

/** Gives every key without a name the one the engine would give, and foreign keys their index. */
export function nameKeys(table: TableState): void {
  addSupportingIndexes(table)
  const taken = new Set<string>()
  for (const each of [...table.constraints, ...table.indexes]) {
    if (each.name && !('kind' in each && each.kind !== 'unique')) taken.add(fold(each.name.text))
  }
  const named = (first: string | undefined): Ident => {
    const name = freeName(first ?? 'functional_index', taken)
    taken.add(fold(name))
    return ident(name)
  }
  table.constraints = table.constraints.map((each) =>
    each.kind === 'unique' && !each.name ? { ...each, name: named(each.columns[0]?.text) } : each,
  )
  table.indexes = table.indexes.map((index) =>
    index.name
      ? index
      : { ...index, name: named(index.parts[0]?.expr.kind === 'column' ? columnsOf(index)[0]?.text : undefined) },
  )
}

/** `a`, else `a_2`, `a_3` …; a column called PRIMARY starts at `_2`. */
function freeName(first: string, taken: ReadonlySet<string>): string {
  if (fold(first) !== 'primary' && !taken.has(fold(first))) return first
  for (let i = 2; ; i++) if (!taken.has(fold(`${first}_${i}`))) return `${first}_${i}`
}

function addSupportingIndexes(table: TableState): void {
  for (const [key, wanted] of table.unnamed) {
    const foreign = table.constraints.find((each): each is ForeignKey => each === key && each.kind === 'foreignKey')
    if (!foreign || hasIndexOver(table, foreign.columns)) continue
    const name = wanted !== '' && !findIndex(table, ident(wanted)) ? { name: ident(wanted) } : {}
    const index: Index = {
      ...name,
      unique: false,
      method: 'btree',
      parts: foreign.columns.map((column) => ({
        expr: { kind: 'column', path: [column], origin: foreign.origin },
        descending: false,
      })),
      visible: true,
      options: [],
      origin: foreign.origin,
    }
    table.indexes = [...table.indexes, index]
  }
  table.unnamed.clear()
}

function hasIndexOver(table: TableState, columns: readonly Ident[]): boolean {
  const begins = (names: readonly Ident[]) => columns.every((column, i) => sameName(names[i], column))
  const keys = table.constraints.some(
    (each) => (each.kind === 'primaryKey' || each.kind === 'unique') && begins(each.columns),
  )
  return keys || table.indexes.some((index) => index.method === 'btree' && begins(columnsOf(index)))
}

/** The index or unique key of a name. */
export function findIndex(table: TableState, name: Ident): Index | Constraint | undefined {
  return (
    table.indexes.find((index) => sameName(index.name, name)) ??
    table.constraints.find((each) => each.kind === 'unique' && sameName(each.name, name))
  )
}
