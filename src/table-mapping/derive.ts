import { type Finding, finding } from '../core/findings/finding.js'
import { dotted, ident, noOrigin, type PartId, partId } from '../core/ir/names.js'
import type { Column, Table } from '../core/ir/schema.js'
import type { LogicalType } from '../core/ir/types.js'
import type { DecidedColumn } from '../core/mapping/decisions.js'
import { checkExpression } from '../derived-columns/check.js'
import { outcomeOf } from '../derived-columns/outcome.js'
import { typeOf } from './data-type.js'
import type { TransformationRule } from './document.js'
import { decideMask } from './masking.js'
import { unsupported, wrong } from './unsupported.js'

/** What rules that make values say of one table. */
export interface DerivedOfTable {
  readonly columns: readonly DecidedColumn[]
  /** Types in place of the source's, so that a made value fits. */
  readonly types: ReadonlyMap<PartId, LogicalType>
  readonly findings: readonly Finding[]
}

export interface DerivingRules {
  /** Those that add columns to the table, in their order. */
  readonly adding: readonly TransformationRule[]
  /** By column: those that mask it, and that keep what it was. */
  readonly byColumn: readonly { readonly column: Column; readonly rules: readonly TransformationRule[] }[]
  /** The name on the target. */
  readonly nameOf: (column: Column) => string
}

/** @throws OperationError XW-S0702, XW-S0704, XW-S0718 when a value cannot be made */
export function deriveColumns(table: Table, { adding, byColumn, nameOf }: DerivingRules): DerivedOfTable {
  const masks = byColumn.flatMap(({ column, rules }) => {
    const rule = rules.find((each) => each['rule-action'].startsWith('data-masking-'))
    return rule ? [decideMask(table, column, rule)] : []
  })
  const before = byColumn.flatMap(({ column, rules }) => {
    const rule = rules.find((each) => each['rule-action'] === 'add-before-image-columns')
    return rule && isKept(table, column, rule) ? [beforeColumn(table, column, nameOf(column), rule)] : []
  })
  const added = firstOfName(adding).map((rule) => addedColumn(table, rule))
  const all = [...masks, ...added, ...before]
  return {
    columns: all.map(({ decided }) => decided),
    types: new Map(masks.flatMap(({ decided, type }) => (type ? [[decided.part, type] as const] : []))),
    findings: all.flatMap(({ findings }) => findings),
  }
}

/** One of the columns, and what is to be said of it. */
export interface Decided {
  readonly decided: DecidedColumn
  readonly type?: LogicalType
  readonly findings: readonly Finding[]
}

/** Of several rules that add a column of one name the first counts. */
const firstOfName = (rules: readonly TransformationRule[]): readonly TransformationRule[] =>
  rules.filter((rule, at) => rules.findIndex(({ value }) => value === rule.value) === at)

function addedColumn(table: Table, rule: TransformationRule): Decided {
  const { 'rule-id': id, value: name = '', expression, 'data-type': asked } = rule
  const type = asked ? typeOf(asked) : undefined
  if (!type || !outcomeOf(type)) throw unsupported(rule, `a column of the type ${asked?.type}`)
  const text = expression ?? 'NULL'
  const checked = checkExpression(text, table.columns)
  if (typeof checked === 'string') throw wrong(rule, `its expression for ${dotted(table.name)} ${checked}`)
  const part = partOf(table, name, id)
  const at = { object: table.id, origin: table.origin, part }
  const where = { rule: id, table: dotted(table.name), column: name }
  const reason = 'its expression asks for more than the row, or gives another value each time'
  const found: Finding[] = [finding('XW-C0610', at, { ...where, what: `the expression ${text}` })]
  if (checked.reals.length > 0)
    found.push(finding('XW-C0611', at, { rule: id, table: where.table, columns: checked.reals.join(', ') }))
  if (checked.volatile) found.push(finding('XW-C0612', at, { table: where.table, column: name, reason }))
  const added = columnOf(name, part, { logical: type, native: '', origin: noOrigin })
  return { decided: { rule: id, part, added, by: { kind: 'expression', text } }, findings: found }
}

/** A part of its own: a column of the source may have the same name and be left out. */
const partOf = (table: Table, name: string, rule: string): PartId =>
  partId(table.id, 'column', `${name} of rule ${rule}`)

const columnOf = (name: string, part: PartId, type: Column['type']): Column => ({
  ...{ name: ident(name), type, nullable: true, visible: true },
  ...{ origin: noOrigin, options: [], sources: [part] },
})

function isKept(table: Table, column: Column, rule: TransformationRule): boolean {
  if (column.generated) return false
  const { logical } = column.type
  switch (rule['before-image-def']?.['column-filter'] ?? 'pk-only') {
    case 'all':
      return true
    case 'non-lob':
      return !(isText(logical) && logical.length === undefined) && !large.has(logical.kind)
    case 'pk-only':
      return table.constraints.some(
        (each) => each.kind === 'primaryKey' && each.columns.some(({ text }) => text === column.name.text),
      )
  }
}

const isText = (type: LogicalType) => type.kind === 'text' || type.kind === 'binary'
const large: ReadonlySet<string> = new Set(['json', 'xml', 'geometry', 'vector', 'array'])

function beforeColumn(table: Table, column: Column, named: string, rule: TransformationRule): Decided {
  const def = rule['before-image-def']
  const [prefix, suffix] = [def?.['column-prefix'] ?? '', def?.['column-suffix'] ?? '']
  const name = `${prefix === '' && suffix === '' ? 'BI_' : prefix}${named}${suffix}`
  const part = partOf(table, name, rule['rule-id'])
  const at = { object: table.id, origin: table.origin, part }
  const where = { table: dotted(table.name), column: name }
  const what = `what ${column.name.text} was before the last update`
  const reason = 'what a row was before its last change only the log knows'
  return {
    decided: {
      ...{ rule: rule['rule-id'], part, added: columnOf(name, part, column.type) },
      by: { kind: 'before', column: column.name.text },
    },
    findings: [
      finding('XW-C0610', at, { rule: rule['rule-id'], ...where, what }),
      finding('XW-C0612', at, { ...where, reason }),
    ],
  }
}
