import type {
  EmittedStatement,
  StatementId,
  StatementKind,
  StatementPhase,
} from '../../../../../src/core/dialect/dialect.js'
import { objectId, qname } from '../../../../../src/core/ir/names.js'

/** A statement as a test writes it. */
export const statement = (
  kind: StatementKind,
  name: string,
  sql: string,
  more: {
    readonly dependsOn?: readonly string[]
    readonly phase?: StatementPhase
    readonly minimal?: boolean
    readonly undo?: string
    readonly code?: EmittedStatement['code']
  } = {},
): EmittedStatement => ({
  id: `${kind}:${name}` as StatementId,
  kind,
  name: qname(name.split('.')[0], name.split('.')[1] ?? name),
  object: objectId(kind, qname(undefined, name)),
  sources: [],
  phase: more.phase ?? 'pre-data',
  minimal: more.minimal ?? true,
  sql: `${sql}\n`,
  ...(more.undo === undefined ? {} : { undo: more.undo }),
  dependsOn: (more.dependsOn ?? []).map((id) => id as StatementId),
  lines: [],
  ...(more.code === undefined ? {} : { code: more.code }),
})
