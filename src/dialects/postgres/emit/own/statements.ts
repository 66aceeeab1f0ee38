import type { EmittedStatement, StatementId, StatementKind, StatementPhase } from '../../../../core/dialect/dialect.js'
import { dotted, flat, type ObjectId, type Origin, type PartId, type QName } from '../../../../core/ir/names.js'

/** One statement of a target whose source is the same engine, before it has its place among the others. */
export interface OwnStatement {
  readonly kind: StatementKind
  readonly name: QName
  readonly object: ObjectId
  readonly sources: readonly PartId[]
  readonly phase: StatementPhase
  /** Without the semicolon. */
  readonly text: string
  readonly undo?: string
  readonly origin: Origin
  readonly session?: Readonly<Record<string, string>> | undefined
  /** Bodies are looked at when they run: what they name may come later. */
  readonly isProgram?: boolean
}

/** Settings of the source hold for the statement alone. */
export function emittedOf(made: OwnStatement, taken: Set<string>): EmittedStatement {
  const { kind, name, object, phase, text, undo, session = {}, isProgram = false } = made
  const sources = [...new Set(made.sources)]
  const settings = [
    ...(session['search_path'] ? [['search_path', session['search_path']] as const] : []),
    ...(isProgram ? [['check_function_bodies', 'off'] as const] : []),
  ]
  const sql = [
    ...settings.map(([setting, value]) => `SET ${setting} TO ${value};`),
    ended(text),
    ...settings.map(([setting]) => `RESET ${setting};`),
  ].join('\n')
  const lines = sql.split('\n').length
  return {
    ...{ id: freeId(flat(kind, ':', dotted(name)), taken), kind, name, object, sources, phase },
    ...{ minimal: phase === 'pre-data', sql: `${sql}\n`, dependsOn: [] },
    ...(undo === undefined ? {} : { undo: `${undo};\n` }),
    lines: sources.slice(0, 1).map((part) => ({ from: settings.length, to: lines - settings.length, part })),
  }
}

/** A comment at the end must not take the semicolon in. */
const ended = (text: string): string => {
  const bare = text.replace(/;\s*$/, '')
  return /--[^\n]*$/.test(bare) ? `${bare}\n;` : `${bare};`
}

function freeId(wanted: string, taken: Set<string>): StatementId {
  let id = wanted
  for (let count = 2; taken.has(id); count++) id = `${wanted}#${count}`
  taken.add(id)
  return id as StatementId
}
