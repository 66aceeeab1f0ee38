import type { EmittedStatement, StatementId, StatementKind, StatementPhase } from '../../../core/dialect/dialect.js'
import { type FindingSink, finding } from '../../../core/findings/finding.js'
import { dotted, flat, type ObjectId, type PartId, type QName } from '../../../core/ir/names.js'
import type { PartBase, SchemaObject } from '../../../core/ir/schema.js'
import type { LostFacet } from './lost-facets.js'
import { type Printing, Unprintable } from './printing.js'

/** The statements of one catalogue in the making. */
export interface Emission {
  readonly printing: Printing
  readonly sink: FindingSink
  readonly statements: EmittedStatement[]
}

export interface Draft {
  readonly kind: StatementKind
  readonly name: QName
  /** Of a part of the object of that name. */
  readonly part?: string
  readonly object: ObjectId
  readonly sources: readonly PartId[]
  readonly phase: StatementPhase
  readonly minimal: boolean
  readonly dependsOn?: readonly StatementId[]
  readonly sql: string
  readonly undo: string
  /** Of a program, whose text ends by itself. */
  readonly code?: EmittedStatement['code']
}

export const idOf = (kind: StatementKind, name: QName, part?: string): StatementId =>
  flat(kind, ':', dotted(name), part === undefined ? '' : `/${part}`) as StatementId

export function add({ statements }: Emission, draft: Draft): void {
  const { kind, name, part, object, phase, minimal, dependsOn = [], sql, undo, code } = draft
  const sources = [...new Set(draft.sources)]
  const lines = sql.split('\n').length
  statements.push({
    ...{ id: idOf(kind, name, part), kind, name: part === undefined ? name : partName(name, part), object, sources },
    ...{ phase, minimal, dependsOn, sql: code ? sql : `${sql};\n`, undo: `${undo};\n` },
    ...(code ? { code } : {}),
    lines: sources.slice(0, 1).map((source) => ({ from: 0, to: lines, part: source })),
  })
}

const partName = (name: QName, part: string): QName => ({
  ...(name.schema ? { schema: name.schema } : {}),
  name: { text: part, quoted: true },
})

export const schemaOf = ({ schema }: QName): readonly StatementId[] =>
  schema ? [idOf('schema', { name: schema })] : []

/** Runs work for a part; one that cannot be printed is a finding, and the rest goes on. */
export function attempt(
  emission: Emission,
  object: SchemaObject,
  what: string,
  part: PartBase | undefined,
  work: () => Draft,
): void {
  try {
    add(emission, work())
  } catch (error) {
    if (!(error instanceof Unprintable)) throw error
    const source = part?.sources?.[0]
    const at = { object: object.id, origin: part?.origin ?? object.origin, ...(source ? { part: source } : {}) }
    emission.sink.add(finding('XW-C0500', at, { what, name: dotted(object.name), construct: error.construct }))
  }
}

export function loseFacet(emission: Emission, object: SchemaObject, { facet, part }: LostFacet): void {
  const source = part?.sources?.[0]
  const at = { object: object.id, origin: part?.origin ?? object.origin, ...(source ? { part: source } : {}) }
  const data = { facet, what: object.kind, name: dotted(object.name), version: emission.printing.version.raw }
  emission.sink.add(finding('XW-C0503', at, data))
}
