import type { EmittedStatement, StatementId } from '../core/dialect/dialect.js'
import type { SchemaCopy } from '../core/dialect/schema-copier.js'
import { type Finding, finding, type Report } from '../core/findings/finding.js'
import { dotted, noOrigin, objectId, type PartId, qname, wholeOf } from '../core/ir/names.js'
import type { ServerVersion } from '../core/ir/schema.js'
import { type MappingDecisions, noDecisions } from '../core/mapping/decisions.js'
import type { Mapping } from '../core/mapping/mapping.js'
import type { Conversion } from './pipeline.js'
import { fileNames, inRunningOrder } from './plan.js'

/**
 * A copy in the form in which ledger, output and report take a conversion: every name and every object is its own
 * counterpart. Of decisions only those about what is moved (objects, rows, their order) mean something here.
 */
export function conversionOfCopy(
  { value: copy, findings }: Report<SchemaCopy>,
  version: ServerVersion,
  decisions: MappingDecisions = noDecisions,
): Conversion {
  const without = leaveOut(copy, decisions.left)
  const statements = inRunningOrder(without.statements)
  return {
    source: copy.catalog,
    sources: copy.sources,
    target: { ...copy.catalog, version },
    statements,
    files: fileNames(statements),
    mapping: selected(copy.mapping, decisions),
    findings: [...findings, ...decisions.findings, ...without.findings],
    otherStatements: [],
    consumed: new Map(copy.consumed),
    schemas: new Map(copy.catalog.schemas.map(({ name }) => [name.text, name.text])),
    copiedBy: copy.by,
  }
}

/** What makes a thing that is left out goes with it; what needs that, directly or through others, is named. */
function leaveOut({ statements }: SchemaCopy, left: ReadonlySet<PartId>) {
  if (left.size === 0) return { statements, findings: [] }
  const gone = new Map<StatementId, string>()
  const findings: Finding[] = []
  for (const { id, name, sources } of statements)
    if (sources.some((part) => left.has(part) || left.has(ownerOf(part)))) gone.set(id, dotted(name))
  for (let before = -1; before < gone.size; ) {
    before = gone.size
    for (const statement of statements) {
      const needed = statement.dependsOn.find((id) => gone.has(id))
      if (needed === undefined || gone.has(statement.id)) continue
      gone.set(statement.id, dotted(statement.name))
      findings.push(...waiting(statement, gone.get(needed) ?? needed))
    }
  }
  return { statements: statements.filter(({ id }) => !gone.has(id)), findings }
}

const ownerOf = (part: PartId): PartId => part.split('/')[0] as PartId

const waiting = ({ kind, name, object, sources }: EmittedStatement, needed: string): readonly Finding[] =>
  sources.map((part) =>
    finding('XW-C0609', { object, part, origin: noOrigin }, { statement: `${kind} ${dotted(name)}`, needed }),
  )

function selected(mapping: Mapping, { left, loadOrder, filters }: MappingDecisions): Mapping {
  const idOf = (schema: string, table: string) => objectId('table', qname(schema, table))
  const isKept = (schema: string, table: string): boolean => !left.has(wholeOf(idOf(schema, table)))
  return {
    tables: mapping.tables
      .filter(({ source }) => isKept(source.schema, source.table))
      .map((table) => {
        const id = idOf(table.source.schema, table.source.table)
        const [order, filter] = [loadOrder.get(id), filters.get(id)]
        return { ...table, ...(order === undefined ? {} : { loadOrder: order }), ...(filter ? { filter } : {}) }
      }),
    sequences: mapping.sequences.filter(
      ({ source }) => source.kind !== 'identity' || isKept(source.schema, source.table),
    ),
  }
}
