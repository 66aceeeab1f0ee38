import { finding } from '../../core/findings/finding.js'
import type { Expr } from '../../core/ir/expr.js'
import { partId } from '../../core/ir/names.js'
import type { Column, Constraint, Index, PartBase, Table } from '../../core/ir/schema.js'
import { walkExpr } from '../../core/ir/walk.js'
import { mapTables, sourceOf } from '../catalog-edit.js'
import type { ExprPurpose } from '../code-port.js'
import type { Pass, PassContext } from '../context.js'
import { placeOf } from '../report.js'
import { targetColumn } from '../target-lookup.js'
import { convertDefault, isZeroDate } from './defaults.js'
import { without } from './identity.js'
import { labelOf, plainColumn } from './missing-columns.js'

/** Puts every expression of a table into the target's language: defaults, generated columns, checks, index expressions. */
export const code: Pass = {
  name: 'code',
  run: (catalog, context) => mapTables(catalog, (table) => convertTable(table, context)),
}

function convertTable(table: Table, context: PassContext): Table {
  return {
    ...table,
    columns: table.columns.map((column) => convertColumn(table, column, context)),
    constraints: table.constraints.flatMap((each) => convertCheck(table, each, context) ?? []),
    indexes: table.indexes.flatMap((each) => convertIndex(table, each, context) ?? []),
  }
}

interface Asked {
  readonly table: Table
  readonly part: PartBase
  readonly purpose: ExprPurpose
  readonly column?: Column
}

interface Converted {
  readonly expr?: Expr
  /** Code of the finding that says why there is none. */
  readonly reason: string
}

/** Hands an expression of the source to the code converter. */
function convert(expr: Expr, asked: Asked, context: PassContext): Converted {
  const source = sourceOf(asked.table)
  const table = source === undefined ? undefined : context.objects.get(source)
  const part = asked.part.sources?.[0]
  if (table?.kind !== 'table' || part === undefined) return { expr, reason: '' }
  const converted = context.code.convertExpr(expr, {
    table,
    part,
    purpose: asked.purpose,
    ...(asked.column ? { column: targetColumn(asked.column) } : {}),
  })
  for (const found of converted.findings) context.findings.add(found)
  const settled = asked.purpose !== 'generated' && asked.purpose !== 'index'
  if (converted.expr && !settled && !converted.immutable) return { reason: 'its result depends on the session' }
  const reason = converted.findings[0]?.code ?? 'it has no counterpart'
  return converted.expr ? { expr: converted.expr, reason } : { reason }
}

function convertColumn(table: Table, column: Column, context: PassContext): Column {
  const generated = column.generated ? convertGenerated(table, column, context) : column
  const withDefault = generated.default ? convertColumnDefault(table, generated, generated.default, context) : generated
  if (!withDefault.onUpdate) return withDefault
  const value = convert(withDefault.onUpdate, { table, part: column, purpose: 'onUpdate', column }, context)
  return value.expr ? { ...withDefault, onUpdate: value.expr } : without(withDefault, 'onUpdate')
}

function convertColumnDefault(table: Table, column: Column, value: Expr, context: PassContext): Column {
  const source = sourceColumn(table, column, context)
  const simple =
    value.kind === 'literal' && source ? convertDefault(value, source.type.logical, column.type.logical) : 'other'
  if (typeof simple === 'object') return { ...column, default: simple.expr }
  const data = { column: column.name.text }
  const text = value.kind === 'literal' ? value.text : ''
  if (simple === 'lost') {
    context.findings.add(
      isZeroDate(text)
        ? finding('XW-T0070', placeOf(table, column), { ...data, value: text })
        : finding('XW-C0059', placeOf(table, column), { ...data, reason: `${text} is not a value of the type` }),
    )
    return without(column, 'default')
  }
  const converted = convert(value, { table, part: column, purpose: 'default', column }, context)
  if (converted.expr) return { ...column, default: converted.expr }
  const { reason } = converted
  // That finding is about the default itself and says all there is to say.
  if (reason !== 'XW-C0319') context.findings.add(finding('XW-C0059', placeOf(table, column), { ...data, reason }))
  return without(column, 'default')
}

function sourceColumn(table: Table, column: Column, context: PassContext): Column | undefined {
  const source = sourceOf(table)
  const object = source === undefined ? undefined : context.objects.get(source)
  if (object?.kind !== 'table') return undefined
  return object.columns.find((each) => partId(object.id, 'column', each.name.text) === column.sources?.[0])
}

/** A generated column of the same table that the expression names, which engines other than the source refuse there. */
function computedColumnIn(table: Table, expr: Expr, context: PassContext): string | undefined {
  const source = sourceOf(table)
  const object = source === undefined ? undefined : context.objects.get(source)
  if (object?.kind !== 'table') return undefined
  const fold = (name: string): string => name.toLowerCase()
  const computed = new Set(object.columns.flatMap((each) => (each.generated ? fold(each.name.text) : [])))
  let found: string | undefined
  walkExpr(expr, (node) => {
    const name = node.kind === 'column' ? node.path.at(-1)?.text : undefined
    if (name !== undefined && computed.has(fold(name))) found = name
    return found === undefined
  })
  return found
}

function convertGenerated(table: Table, column: Column, context: PassContext): Column {
  const generated = column.generated
  if (!generated) return column
  const data = { column: column.name.text }
  const other = computedColumnIn(table, generated.expr, context)
  if (other !== undefined) {
    const reason = `it names ${other}, which is computed itself`
    context.findings.add(finding('XW-C0058', placeOf(table, column), { ...data, reason }))
    return without(column, 'generated')
  }
  const converted = convert(generated.expr, { table, part: column, purpose: 'generated', column }, context)
  if (!converted.expr) {
    const { reason } = converted
    context.findings.add(finding('XW-C0058', placeOf(table, column), { ...data, reason }))
    return without(column, 'generated')
  }
  const stored = generated.stored || !context.to.can.virtualGenerated
  if (stored && !generated.stored) context.findings.add(finding('XW-C0057', placeOf(table, column), data))
  return { ...column, generated: { expr: converted.expr, stored } }
}

function convertCheck(table: Table, constraint: Constraint, context: PassContext): Constraint | undefined {
  if (constraint.kind !== 'check' || context.made.has(constraint.expr)) return constraint
  const converted = convert(constraint.expr, { table, part: constraint, purpose: 'check' }, context)
  const name = labelOf(constraint)
  if (!converted.expr) {
    const { reason } = converted
    context.findings.add(finding('XW-C0060', placeOf(table, constraint), { name, reason }))
    return undefined
  }
  if (!constraint.enforced && !context.to.can.notEnforcedConstraints) {
    context.findings.add(finding('XW-C0061', placeOf(table, constraint), { name }))
    return undefined
  }
  return { ...constraint, expr: converted.expr }
}

function convertIndex(table: Table, index: Index, context: PassContext): Index | undefined {
  const computed = index.parts.some((part) => plainColumn(part.expr) === undefined)
  if (computed && !context.to.can.expressionIndexes && context.to.constructs.indexMethods?.includes(index.method)) {
    const data = { index: labelOf(index), reason: 'this target has no indexes on expressions' }
    context.findings.add(finding('XW-C0048', placeOf(table, index), data))
    return undefined
  }
  const parts = index.parts.map((part) => {
    if (plainColumn(part.expr) !== undefined) return part
    const converted = convert(part.expr, { table, part: index, purpose: 'index' }, context)
    if (converted.expr) return { ...part, expr: converted.expr }
    const { reason } = converted
    context.findings.add(finding('XW-C0048', placeOf(table, index), { index: labelOf(index), reason }))
    return undefined
  })
  const kept = parts.filter((part) => part !== undefined)
  return kept.length === parts.length ? { ...index, parts: kept } : undefined
}
