import { finding } from '../../core/findings/finding.js'
import { dotted, type Ident, type ObjectId, objectId } from '../../core/ir/names.js'
import type { Constraint, ForeignKey, RefAction, Table } from '../../core/ir/schema.js'
import { among } from '../../rules/constructs/constructs.js'
import { allTables, mapTables, sourceOf } from '../catalog-edit.js'
import type { Pass, PassContext } from '../context.js'
import { placeOf } from '../report.js'
import { sameKey } from './identity.js'
import { labelOf } from './missing-columns.js'
import { referencedColumns } from './types/foreign-key-types.js'

/** Keeps the foreign keys that the target can make, with the columns they mean written out; says why it leaves out others. */
export const foreignKeys: Pass = {
  name: 'foreign-keys',
  run: (catalog, context) => {
    const tables = new Map(allTables(catalog).map((table) => [table.id, table]))
    return mapTables(catalog, (table) => ({
      ...table,
      constraints: table.constraints.flatMap((each) =>
        each.kind === 'foreignKey' ? (convert(table, each, tables, context) ?? []) : [each],
      ),
    }))
  },
}

function convert(
  table: Table,
  foreign: ForeignKey,
  tables: ReadonlyMap<ObjectId, Table>,
  context: PassContext,
): Constraint | undefined {
  const place = placeOf(table, foreign)
  const name = labelOf(foreign)
  if (isIgnored(table, context)) {
    context.findings.add(finding('XW-C0030', place, { name }))
    return undefined
  }
  const parent = tables.get(objectId('table', foreign.target))
  const columns = parent ? referencedColumns(foreign, parent) : []
  const target = `${dotted(foreign.target)}(${columns.join(', ')})`
  const present = columns.every((each) => parent?.columns.some((column) => column.name.text === each))
  if (!parent || columns.length !== foreign.columns.length || !present) {
    context.findings.add(finding('XW-C0031', place, { name, target: parent ? target : dotted(foreign.target) }))
    return undefined
  }
  const key = keyOn(parent, columns)
  if (!key) {
    context.findings.add(finding('XW-C0032', place, { name, target }))
    return undefined
  }
  if (!comparable(table, foreign, parent, columns, context)) return undefined
  const kept = withActions(table, foreign, columns, context)
  return kept && context.to.can.foreignKeysFollowKeys ? inOrderOf(key, kept) : kept
}

/** Its pairs of columns in the order in which the key has them. */
function inOrderOf(key: readonly string[], foreign: ForeignKey): ForeignKey {
  const order = key.map((name) => foreign.targetColumns.findIndex((each) => each.text === name))
  const sorted = (names: readonly Ident[]): Ident[] => order.flatMap((at) => names[at] ?? [])
  return { ...foreign, columns: sorted(foreign.columns), targetColumns: sorted(foreign.targetColumns) }
}

function isIgnored(table: Table, context: PassContext): boolean {
  const source = sourceOf(table)
  const options = source === undefined ? table.options : (context.objects.get(source)?.options ?? table.options)
  return context.from.constructs.foreignKeysIgnored.some((rule) =>
    options.some((option) => sameKey(option.key, rule.option) && among(rule.values, option.value)),
  )
}

/** A primary or unique key, or a whole unique index, on exactly these columns; best in this order, else in any. */
function keyOn(parent: Table, columns: readonly string[]): readonly string[] | undefined {
  const keys = parent.constraints.flatMap((each) =>
    each.kind === 'primaryKey' || each.kind === 'unique' ? [each.columns.map((name) => name.text)] : [],
  )
  const plain = parent.indexes.filter((index) => index.unique && index.where === undefined)
  const indexed = plain.map((index) =>
    index.parts.map((part) => (part.expr.kind === 'column' ? (part.expr.path.at(-1)?.text ?? '') : '')),
  )
  const same = [...keys, ...indexed].filter(
    (names) => names.length === columns.length && columns.every((each) => names.includes(each)),
  )
  return same.find((names) => names.every((each, at) => each === columns[at])) ?? same[0]
}

/** Families inside which the target compares the two sides of a key. */
const families: Readonly<Record<string, string>> = { integer: 'number', decimal: 'number', float: 'number' }

function comparable(
  table: Table,
  foreign: ForeignKey,
  parent: Table,
  columns: readonly string[],
  context: PassContext,
): boolean {
  const pairs = foreign.columns.map((name, at) => ({
    child: table.columns.find((column) => column.name.text === name.text)?.type,
    other: parent.columns.find((column) => column.name.text === columns[at])?.type,
  }))
  const family = (kind: string | undefined): string => families[kind ?? ''] ?? kind ?? ''
  const wrong = pairs.find(({ child, other }) => {
    const [one, two] = [child?.logical, other?.logical]
    if (family(one?.kind) !== family(two?.kind)) return true
    return one?.kind === 'enum' && child?.native !== other?.native
  })
  if (!wrong) return true
  const data = { name: labelOf(foreign), type: wrong.child?.native ?? '?', referenced: wrong.other?.native ?? '?' }
  context.findings.add(finding('XW-C0034', placeOf(table, foreign), data))
  return false
}

const words: Readonly<Record<RefAction, string>> = {
  noAction: 'NO ACTION',
  restrict: 'RESTRICT',
  cascade: 'CASCADE',
  setNull: 'SET NULL',
  setDefault: 'SET DEFAULT',
}

/** A generated column cannot be set; everything else the target does as the source does. */
function withActions(
  table: Table,
  foreign: ForeignKey,
  columns: readonly string[],
  context: PassContext,
): ForeignKey | undefined {
  const generated = foreign.columns.some((name) =>
    table.columns.some((column) => column.name.text === name.text && column.generated),
  )
  const sets = [foreign.onDelete, foreign.onUpdate].find((action) => action === 'setNull' || action === 'setDefault')
  const changes = sets ?? (foreign.onUpdate === 'cascade' ? foreign.onUpdate : undefined)
  if (generated && changes) {
    const data = { name: labelOf(foreign), action: words[changes] }
    context.findings.add(finding('XW-C0033', placeOf(table, foreign), data))
    return undefined
  }
  const able = context.to.constructs.foreignKeyActions
  const refused = [foreign.onDelete, foreign.onUpdate].find((action) => able && !able.includes(action))
  if (refused) {
    const data = { name: labelOf(foreign), action: words[refused] }
    context.findings.add(finding('XW-C0033', placeOf(table, foreign), data))
    return undefined
  }
  return { ...foreign, targetColumns: columns.map((text) => ({ text, quoted: true })) }
}
