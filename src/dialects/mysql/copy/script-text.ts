import type { EmittedStatement, StatementId, StatementKind, StatementPhase } from '../../../core/dialect/dialect.js'
import { type ObjectId, type PartId, qname } from '../../../core/ir/names.js'
import { quoteName, quoteText } from '../connect.js'

/** What a definition is read under: strict, so that nothing is bent, and every date is one. */
export const definitionMode = 'STRICT_ALL_TABLES,ALLOW_INVALID_DATES,NO_AUTO_VALUE_ON_ZERO,NO_ENGINE_SUBSTITUTION'

export interface Surroundings {
  readonly sqlMode?: string
  /** Of the connection: character set and collation. */
  readonly names?: readonly [charset: string, collation: string]
  readonly timeZone?: string
}

/** One definition as a script, with all that the server reads it under. */
export function scriptOf(schema: string | null, text: string, around: Surroundings = {}): string {
  const [charset, collation] = around.names ?? ['utf8mb4', 'utf8mb4_general_ci']
  const lines = [
    ...(schema === null ? [] : [`USE ${quoteName(schema)};`]),
    ...namesText(charset, collation),
    `SET SESSION sql_mode = ${quoteText(around.sqlMode ?? definitionMode)};`,
    ...(around.timeZone === undefined ? [] : [`SET SESSION time_zone = ${quoteText(around.timeZone)};`]),
  ]
  return `${lines.join('\n')}\n${text};\n`
}

/** SET NAMES takes a collation of its character set only; dumps set the two apart, and so may anybody. */
const namesText = (charset: string, collation: string): readonly string[] =>
  collation.toLowerCase().startsWith(`${charset.toLowerCase()}_`)
    ? [`SET NAMES ${charset} COLLATE ${collation};`]
    : [`SET NAMES ${charset};`, `SET SESSION collation_connection = ${collation};`]

/** The same for a body that holds statements: a client takes it as one. */
export function programOf(schema: string, text: string, around: Surroundings): string {
  const end = ['$$', '$end$', '$crosswalk$'].find((word) => !text.includes(word)) ?? '$$'
  const head = scriptOf(schema, '', around).replace(/;\n$/, '')
  return `${head}DELIMITER ${end}\n${text}${end}\nDELIMITER ;\n`
}

/** The statements of a script of ours as messages for a server. */
export function messagesOf(sql: string): readonly string[] {
  const found = /^DELIMITER (\S+)\n([\s\S]*)\1\nDELIMITER ;\n/m.exec(sql)
  const plain = (text: string): string => text.replace(/;\s*$/, '')
  if (!found) return [plain(sql)]
  const behind = plain(sql.slice(found.index + found[0].length))
  return [plain(sql.slice(0, found.index)), found[2] ?? '', ...(behind.trim() === '' ? [] : [behind])]
}

export function statement(made: {
  readonly schema: string | undefined
  readonly name: string
  readonly kind: StatementKind
  readonly object: ObjectId
  readonly phase: StatementPhase
  readonly sources: readonly PartId[]
  readonly dependsOn: readonly StatementId[]
  readonly sql: string
  readonly id?: string
}): EmittedStatement {
  const { schema, name, kind, object, phase, sources, dependsOn, sql } = made
  const id = (made.id ?? `${kind}:${schema}.${name}`) as StatementId
  return {
    ...{ id, kind, object, phase, sources, dependsOn, sql, name: qname(schema, name) },
    ...{ minimal: phase === 'pre-data', lines: [] },
  }
}
