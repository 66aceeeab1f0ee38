import type { EmittedStatement, StatementId } from '../../core/dialect/dialect.js'
import { type Finding, finding } from '../../core/findings/finding.js'
import { noOrigin, type ObjectId, objectId, qname } from '../../core/ir/names.js'
import type { Mapping, SequenceMapping, TableMapping } from '../../core/mapping/mapping.js'

/** Statements that the target did not take, with its words; some may only wait for another one. */
export type Untaken = ReadonlyMap<StatementId, string>

/** What goes on without the tables that the target did not take. */
export interface SetAside {
  /** The mapping of everything that can be loaded. */
  readonly mapping: Mapping
  readonly tables: readonly { readonly table: TableMapping; readonly reason: string }[]
  /** Statements that are not run because what they need is not there. */
  readonly skipped: readonly { readonly statement: EmittedStatement; readonly waitsFor: StatementId }[]
  readonly findings: readonly Finding[]
}

/** Splits a migration into what can go on and what must wait; nothing is left out without a name. */
export function setAside(mapping: Mapping, statements: readonly EmittedStatement[], untaken: Untaken): SetAside {
  const skipped = waiting(statements, untaken)
  const missing = new Map<ObjectId, string>()
  for (const statement of statements) {
    const reason = untaken.get(statement.id) ?? waitText(skipped.get(statement.id))
    if (reason !== undefined && holders.has(statement.kind)) missing.set(objectOf(statement), reason)
  }
  const reasonOf = ({ target }: TableMapping): string | undefined =>
    missing.get(objectId('table', qname(target.schema, target.table)))
  const tables = mapping.tables.flatMap((table) => {
    const reason = reasonOf(table)
    return reason === undefined ? [] : [{ table, reason }]
  })
  return {
    mapping: {
      tables: mapping.tables.filter((table) => reasonOf(table) === undefined),
      sequences: mapping.sequences.filter((sequence) => !missing.has(holderOf(sequence))),
    },
    tables,
    skipped: statements.flatMap((statement) => {
      const waitsFor = skipped.get(statement.id)
      return waitsFor === undefined ? [] : [{ statement, waitsFor }]
    }),
    findings: tables.map(({ table, reason }) => {
      const { schema, table: name } = table.source
      const object = objectId('table', qname(schema, name))
      return finding('XW-D0702', { object, origin: noOrigin }, { table: `${schema}.${name}`, reason })
    }),
  }
}

/** Kinds of statements that make what holds rows or counters. */
const holders: ReadonlySet<EmittedStatement['kind']> = new Set(['table', 'sequence'])

const objectOf = ({ kind, name }: EmittedStatement): ObjectId => objectId(kind, name)

function holderOf({ target }: SequenceMapping): ObjectId {
  const table = target.kind === 'sequence' ? target.madeWith : target
  if (table) return objectId('table', qname(table.schema, table.table))
  return objectId('sequence', qname(target.schema, target.kind === 'sequence' ? target.name : ''))
}

const waitText = (id: StatementId | undefined): string | undefined => (id === undefined ? undefined : `waits for ${id}`)

/** Statements that need, directly or through others, one that was not taken; and which. */
function waiting(statements: readonly EmittedStatement[], untaken: Untaken): ReadonlyMap<StatementId, StatementId> {
  const found = new Map<StatementId, StatementId>()
  for (let before = -1; before < found.size; ) {
    before = found.size
    for (const statement of statements) {
      if (found.has(statement.id)) continue
      const needed = statement.dependsOn.find((id) => untaken.has(id) || found.has(id))
      if (needed !== undefined) found.set(statement.id, needed)
    }
  }
  return found
}
