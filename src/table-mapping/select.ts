import { type Finding, finding } from '../core/findings/finding.js'
import { OperationError } from '../core/findings/operation-error.js'
import { dotted, type ObjectId, objectId, type PartId, wholeOf } from '../core/ir/names.js'
import type { Catalog, Schema, SchemaObject, Table, View } from '../core/ir/schema.js'
import type { RowFilter } from '../core/mapping/row-filter.js'
import type { SelectionRule } from './document.js'
import { rowFilter } from './filter.js'
import { type NameTest, namePattern } from './pattern.js'
import type { TableMappingRules } from './read.js'
import { wrong } from './unsupported.js'

export interface Selection {
  readonly tables: readonly Table[]
  /** Views that a rule names as such: rules for tables speak of them too. */
  readonly views: readonly View[]
  readonly left: ReadonlySet<PartId>
  readonly loadOrder: ReadonlyMap<ObjectId, number>
  readonly filters: ReadonlyMap<ObjectId, RowFilter>
  readonly findings: readonly Finding[]
}

interface Compiled {
  readonly rule: SelectionRule
  readonly schema: NameTest
  readonly name: NameTest
}

/**
 * Which objects of the source the target shall have.
 * @throws OperationError XW-S0703 when no table is selected, XW-S0704 when a table that is named does not exist
 */
export function select(rules: TableMappingRules, catalog: Catalog): Selection {
  const compiled = rules.selections.map(compile)
  const findings: Finding[] = []
  const left = new Set<PartId>()
  const tables: Table[] = []
  const views: View[] = []
  const loadOrder = new Map<ObjectId, number>()
  const filters = new Map<ObjectId, RowFilter>()
  for (const schema of catalog.schemas) {
    for (const object of schema.objects) {
      const named = namedBy(object, schema, compiled)
      if (object.kind === 'table' && named.selected) {
        tables.push(object)
        const filter = filterOf(named.including, object)
        if (filter) filters.set(object.id, filter)
      }
      if (object.kind === 'view' && named.selected) views.push(object)
      if (named.order !== undefined) loadOrder.set(object.id, named.order)
      if (!named.left) continue
      left.add(wholeOf(object.id))
      findings.push(leftOut(object, named.by))
    }
  }
  refuseMissing(rules, tables)
  if (tables.length === 0) throw new OperationError('XW-S0703', {})
  for (const trigger of triggersOf(catalog, left)) {
    left.add(wholeOf(trigger.id))
    findings.push(leftOut(trigger, 'its table is not'))
  }
  for (const view of views) findings.push(madeView(view, compiled))
  return { tables, views, left, loadOrder, filters, findings }
}

function compile(rule: SelectionRule): Compiled {
  const { 'schema-name': schema, 'table-name': name } = rule['object-locator']
  const test = rule['rule-action'] === 'explicit' ? (text: string) => (other: string) => text === other : namePattern
  return { rule, schema: test(schema), name: test(name) }
}

interface Named {
  readonly selected: boolean
  readonly left: boolean
  readonly by: string
  readonly order?: number
  /** The rules that include it. */
  readonly including: readonly SelectionRule[]
}

const none: Named = { selected: false, left: false, by: '', including: [] }

/** @throws OperationError XW-S0704 when several rules select rows of the table: nobody says how they go together */
function filterOf(including: readonly SelectionRule[], table: Table): RowFilter | undefined {
  const filtering = including.find(({ filters }) => filters.length > 0)
  if (!filtering) return undefined
  const [one, two] = including.map((rule) => rule['rule-id'])
  if (two !== undefined)
    throw wrong(
      filtering,
      `rules ${one} and ${two} both include ${dotted(table.name)}, and one of them filters its rows`,
    )
  return rowFilter(filtering, table)
}

function namedBy(object: SchemaObject, schema: Schema, rules: readonly Compiled[]): Named {
  // An extension, a language: nobody selects what stands in no schema.
  if (!object.name.schema) return none
  const inSchema = rules.filter((each) => each.schema(schema.name.text))
  const wanting = inSchema.filter(({ rule }) => rule['rule-action'] !== 'exclude')
  if (wanting.length === 0) return { ...none, left: true, by: 'its schema is in no rule' }
  if (object.kind !== 'table' && object.kind !== 'view') return none
  const meant = inSchema.filter((each) => each.name(object.name.name.text) && isMeant(each.rule, object.kind))
  const excluding = meant.find(({ rule }) => rule['rule-action'] === 'exclude')
  if (excluding) return { ...none, left: true, by: `rule ${excluding.rule['rule-id']} excludes it` }
  const including = meant.map(({ rule }) => rule)
  const order = including[0]?.['load-order']
  if (including.length > 0) return { ...none, selected: true, including, ...(order === undefined ? {} : { order }) }
  // What a program makes for itself is no table that anybody selects.
  const isPermanentTable = object.kind === 'table' && !object.temporary
  return { ...none, left: isPermanentTable, by: 'no rule includes it' }
}

function isMeant(rule: SelectionRule, kind: 'table' | 'view'): boolean {
  const type = rule['object-locator']['table-type']
  return type === 'all' || type === kind
}

function refuseMissing(rules: TableMappingRules, tables: readonly Table[]): void {
  const found = new Set(tables.map((table) => dotted(table.name)))
  const excludes = rules.selections.some((rule) => rule['rule-action'] === 'exclude')
  for (const rule of rules.selections) {
    const { 'schema-name': schema, 'table-name': name, 'table-type': type } = rule['object-locator']
    if (rule['rule-action'] !== 'explicit' || type !== 'table' || excludes || found.has(`${schema}.${name}`)) continue
    throw wrong(rule, `the source has no table ${schema}.${name}`)
  }
}

/** Triggers of tables that are left out. */
function triggersOf(catalog: Catalog, left: ReadonlySet<PartId>): readonly SchemaObject[] {
  return catalog.schemas.flatMap((schema) =>
    schema.objects.filter((object) => {
      if (object.kind !== 'trigger' || left.has(wholeOf(object.id))) return false
      const table = { schema: object.table.schema ?? schema.name, name: object.table.name }
      return left.has(wholeOf(objectId('table', table)))
    }),
  )
}

const leftOut = (object: SchemaObject, reason: string): Finding =>
  finding('XW-C0601', { object: object.id, origin: object.origin }, { name: dotted(object.name), reason })

function madeView(view: View, rules: readonly Compiled[]): Finding {
  const schema = view.name.schema?.text ?? ''
  const by = rules.find((each) => isMeant(each.rule, 'view') && each.schema(schema) && each.name(view.name.name.text))
  const what = 'a table with the rows of this view'
  const at = { object: view.id, origin: view.origin }
  return finding('XW-C0605', at, {
    rule: by?.rule['rule-id'] ?? '',
    what,
    instead: 'it is made a view, which always shows what its tables hold',
  })
}
