import { type Finding, finding } from '../core/findings/finding.js'
import { dotted, noOrigin, type ObjectId, objectId, type PartId, partId, wholeOf } from '../core/ir/names.js'
import type { Catalog, Column, Table, View } from '../core/ir/schema.js'
import type { LogicalType } from '../core/ir/types.js'
import type { DecidedColumn, DefinedKey, MappingDecisions } from '../core/mapping/decisions.js'
import { deriveColumns } from './derive.js'
import type { TransformationRule } from './document.js'
import { refuseEqualNames } from './equal-names.js'
import { type NameTest, namePattern } from './pattern.js'
import type { TableMappingRules } from './read.js'
import { isRenaming, renamed } from './rename.js'
import { type Selection, select } from './select.js'
import { tableSettings } from './settings.js'
import { wrong } from './unsupported.js'
import { widened } from './widen.js'

/**
 * What the rules mean for one source.
 * @throws OperationError XW-S0703, XW-S0704 when they cannot all be followed
 */
export function decide(rules: TableMappingRules, catalog: Catalog): MappingDecisions {
  const selection = select(rules, catalog)
  const deciding = new Deciding(rules.transformations)
  for (const schema of catalog.schemas) deciding.schema(schema.name.text)
  for (const table of selection.tables) deciding.table(table)
  for (const view of selection.views) deciding.relation(view)
  refuseEqualNames(selection.tables, deciding, deciding.naming)
  return {
    left: new Set([...selection.left, ...deciding.left]),
    schemas: Object.fromEntries(deciding.schemas),
    names: deciding.names,
    types: deciding.types,
    keys: deciding.keys,
    loadOrder: selection.loadOrder,
    filters: selection.filters,
    derived: deciding.derived,
    findings: [
      ...selection.findings,
      ...deciding.findings,
      ...filterFindings(selection, deciding.left),
      ...deciding.unused(catalog),
      ...tableSettings(rules.settings, selection.tables),
    ],
  }
}

/** @throws OperationError XW-S0704 when a rule filters by a column that another one leaves out: the log's changes are looked at as they are moved */
function filterFindings({ tables, filters }: Selection, left: ReadonlySet<PartId>): readonly Finding[] {
  return tables.flatMap((table) => {
    const filter = filters.get(table.id)
    if (!filter) return []
    const gone = filter.columns.find(({ name }) => left.has(partId(table.id, 'column', name)))
    if (gone)
      throw wrong(
        { 'rule-id': filter.rule },
        `it filters by ${dotted(table.name)}.${gone.name}, which another rule leaves out`,
      )
    const data = {
      table: dotted(table.name),
      rule: filter.rule,
      columns: filter.columns.map(({ name }) => name).join(', '),
    }
    return [finding('XW-C0608', { object: table.id, origin: table.origin }, data)]
  })
}

interface Compiled {
  readonly rule: TransformationRule
  readonly schema: NameTest
  readonly table: NameTest
  readonly column: NameTest
  used: boolean
}

class Deciding {
  readonly left = new Set<PartId>()
  readonly schemas = new Map<string, string>()
  readonly names = new Map<PartId, string>()
  readonly types = new Map<PartId, LogicalType>()
  readonly keys = new Map<ObjectId, DefinedKey>()
  readonly derived = new Map<ObjectId, readonly DecidedColumn[]>()
  readonly findings: Finding[] = []
  readonly #rules: readonly Compiled[]

  constructor(rules: readonly TransformationRule[]) {
    this.#rules = rules.map((rule) => {
      const { 'schema-name': schema, 'table-name': table, 'column-name': column } = rule['object-locator']
      const of = (text: string | undefined): NameTest => namePattern(text ?? '%')
      return { rule, schema: of(schema), table: of(table), column: of(column), used: false }
    })
  }

  schema(name: string): void {
    const target = this.#renamed(name, this.#matching('schema', name))
    if (target !== name) this.schemas.set(name, target)
  }

  table(table: Table): void {
    this.relation(table)
    const schema = table.name.schema?.text ?? ''
    const rules = this.#matching('table', schema, table.name.name.text)
    const key = rules.find(({ rule }) => rule['rule-action'] === 'define-primary-key')
    if (key) this.#key(table, key)
    const columns = table.columns.map((column) => ({
      column,
      rules: this.#matching('column', schema, table.name.name.text, column.name.text),
    }))
    const only = columns.some(({ rules }) => has(rules, 'include-column'))
    for (const { column, rules } of columns) this.#column(table, column, rules, only)
    this.#derive(table, columns)
  }

  #derive(table: Table, columns: readonly { readonly column: Column; readonly rules: readonly Compiled[] }[]): void {
    const adding = this.#matching('column', table.name.schema?.text ?? '', table.name.name.text)
    const part = (column: Column): PartId => partId(table.id, 'column', column.name.text)
    const found = deriveColumns(table, {
      adding: adding.map(({ rule }) => rule),
      byColumn: columns
        .filter(({ column }) => !this.left.has(part(column)))
        .map(({ column, rules }) => ({ column, rules: rules.map(({ rule }) => rule) })),
      nameOf: (column) => this.names.get(part(column)) ?? column.name.text,
    })
    if (found.columns.length > 0) this.derived.set(table.id, found.columns)
    for (const [id, type] of found.types) this.types.set(id, type)
    for (const { part: id, added } of found.columns) if (added) this.names.set(id, added.name.text)
    this.findings.push(...found.findings)
  }

  /** The name of a table or of a view that counts as one. */
  relation(object: Table | View): void {
    const name = object.name.name.text
    const rules = this.#matching('table', object.name.schema?.text ?? '', name)
    this.#name(wholeOf(object.id), object, name, rules)
  }

  #column(table: Table, column: Column, rules: readonly Compiled[], only: boolean): void {
    const part = partId(table.id, 'column', column.name.text)
    const included = has(rules, 'include-column')
    const removing = rules.find(({ rule }) => rule['rule-action'] === 'remove-column')
    if (!included && (only || removing)) {
      this.left.add(part)
      const reason = removing ? `rule ${removing.rule['rule-id']} removes it` : 'no rule includes it'
      this.#found('XW-C0602', table, part, { name: column.name.text, reason })
      return
    }
    this.#name(part, table, column.name.text, rules)
    const typed = rules.find(({ rule }) => rule['rule-action'] === 'change-data-type')
    if (typed) this.#type(table, column, part, typed.rule)
  }

  #type(table: Table, column: Column, part: PartId, rule: TransformationRule): void {
    const asked = rule['data-type']
    const type = asked ? widened(column.type.logical, asked) : undefined
    if (!type || !asked) {
      const name = `${dotted(table.name)}.${column.name.text}`
      throw wrong(rule, `${asked?.type ?? 'the type'} does not hold every value of ${name} (${column.type.native})`)
    }
    this.types.set(part, type)
    this.#found('XW-C0606', table, part, { name: column.name.text, type: asked.type, rule: rule['rule-id'] })
  }

  #key(table: Table, { rule }: Compiled): void {
    const def = rule['primary-key-def']
    if (!def) return
    const columns = def.columns.map((name) => {
      const column = table.columns.find((each) => each.name.text === name)
      if (!column) throw wrong(rule, `${dotted(table.name)} has no column ${name}`)
      return column.name
    })
    const kind = def.origin === 'primary-key' ? 'primaryKey' : 'unique'
    this.keys.set(table.id, { kind, name: def.name, columns })
    const data = { name: def.name, columns: def.columns.join(', '), rule: rule['rule-id'] }
    this.#found('XW-C0607', table, undefined, data)
  }

  #name(part: PartId, object: Table | View, name: string, rules: readonly Compiled[]): void {
    const target = this.#renamed(name, rules)
    if (target === name) return
    this.names.set(part, target)
    const by = firsts(rules).map(({ rule }) => rule['rule-id'])
    const whole = part === wholeOf(object.id)
    this.#found('XW-C0603', object, whole ? undefined : part, { name, target, rules: by.join(', ') })
  }

  #renamed = (name: string, rules: readonly Compiled[]): string =>
    firsts(rules).reduce((current, { rule }) => renamed(current, rule), name)

  #matching(
    target: TransformationRule['rule-target'],
    schema: string,
    table?: string,
    column?: string,
  ): readonly Compiled[] {
    const found = this.#rules.filter(
      (each) =>
        each.rule['rule-target'] === target &&
        each.schema(schema) &&
        (table === undefined || each.table(table)) &&
        (column === undefined ? target !== 'column' || isAdding(each) : each.column(column) && !isAdding(each)),
    )
    for (const each of found) each.used = true
    return found
  }

  #found<C extends 'XW-C0602' | 'XW-C0603' | 'XW-C0606' | 'XW-C0607'>(
    code: C,
    object: Table | View,
    part: PartId | undefined,
    data: Parameters<typeof finding<C>>[2],
  ): void {
    const column =
      object.kind === 'table'
        ? object.columns.find((each) => partId(object.id, 'column', each.name.text) === part)
        : undefined
    const at = { object: object.id, origin: column?.origin ?? object.origin, ...(part === undefined ? {} : { part }) }
    this.findings.push(finding(code, at, data))
  }

  /** The last rule that gave a name. */
  get naming(): string {
    const naming = this.#rules.filter(({ rule, used }) => used && isRenaming(rule['rule-action']))
    return naming.at(-1)?.rule['rule-id'] ?? '?'
  }

  /** Rules that speak of nothing that the source has: a name may be misspelt. */
  unused(catalog: Catalog): readonly Finding[] {
    const schema = catalog.schemas[0]?.name
    if (!schema) return []
    const at = { object: objectId('schema', { name: schema }), origin: noOrigin }
    return this.#rules
      .filter(({ used }) => !used)
      .map(({ rule }) => finding('XW-C0604', at, { rule: rule['rule-id'], locator: locatorOf(rule) }))
  }
}

/** Of the renaming rules of one action only the first counts. */
function firsts(rules: readonly Compiled[]): readonly Compiled[] {
  const seen = new Set<string>()
  return rules.filter(({ rule }) => {
    const action = rule['rule-action']
    if (!isRenaming(action) || seen.has(action)) return false
    seen.add(action)
    return true
  })
}

const isAdding = ({ rule }: Compiled): boolean => rule['rule-action'] === 'add-column'

const has = (rules: readonly Compiled[], action: TransformationRule['rule-action']): boolean =>
  rules.some(({ rule }) => rule['rule-action'] === action)

const locatorOf = ({ 'object-locator': at }: TransformationRule): string =>
  [at['schema-name'], at['table-name'], at['column-name']].filter((each) => each !== undefined).join('.')
