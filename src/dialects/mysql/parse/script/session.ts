import type { ServerVersion } from '../../../../core/ir/schema.js'
import { canonicalCharset, canonicalCollation, isCharset } from '../../collations.js'
import { atLeast } from '../../version.js'
import type { SqlModes } from '../cst.js'
import type { SetSettings } from './shapes.js'

/** The manual, "Server SQL Modes": what a server refuses unless it is told otherwise. */
const standardModes = (version: ServerVersion): readonly string[] =>
  atLeast(version, { mysql: [5, 7, 5], mariadb: [10, 2, 4] })
    ? ['ERROR_FOR_DIVISION_BY_ZERO', 'NO_ENGINE_SUBSTITUTION', 'STRICT_TRANS_TABLES']
    : ['NO_ENGINE_SUBSTITUTION']

/** What SET statements of a script have said so far; the life of one script. */
export class ScriptSession {
  private readonly variables = new Map<string, string>([['sql_mode', '']])
  private readonly user = new Map<string, string>()
  /** Somebody has said what sql_mode is. */
  private modesSaid = false

  constructor(settings: ReadonlyMap<string, string> = new Map()) {
    for (const [name, value] of settings) this.set(this.variables, name, value)
  }

  /** Takes the assignments of one SET over; what is no plain value makes the variable unknown. */
  apply(statement: SetSettings): void {
    for (const { name, value } of statement.assignments) this.assign(name, this.resolve(value))
  }

  /** As if a statement had set it; undefined: nobody has said what it is. */
  put(name: string, value: string | undefined): void {
    this.set(this.variables, name, value)
  }

  private assign(name: string, value: string | undefined): void {
    if (name === 'names') this.assign('character_set_client', value)
    else if (name.startsWith('@')) this.set(this.user, name, value)
    else this.set(this.variables, name, value)
  }

  private set(where: Map<string, string>, name: string, value: string | undefined): void {
    if (name === 'sql_mode') this.modesSaid = true
    if (value === undefined) where.delete(name)
    else where.set(name, value)
  }

  /** `@old` and `@@sql_mode` stand for what they hold; dumps save settings that way and put them back. */
  private resolve(value: string | undefined): string | undefined {
    if (value?.startsWith('@@')) return this.variables.get(value.replace(/^@@((global|session|local)\.)?/, ''))
    return value?.startsWith('@') ? this.user.get(value) : value
  }

  get(name: string): string | undefined {
    return this.variables.get(name)
  }

  /** Members of sql_mode, upper case. */
  get sqlModes(): ReadonlySet<string> {
    return new Set(
      (this.variables.get('sql_mode') ?? '')
        .toUpperCase()
        .split(',')
        .map((mode) => mode.trim())
        .filter((mode) => mode !== ''),
    )
  }

  /** As `sqlModes`, for programs: where a script is silent they run under the settings that the server comes with. */
  programModes(version: ServerVersion): ReadonlySet<string> {
    return this.modesSaid ? this.sqlModes : new Set(standardModes(version))
  }

  /** Modes that change what text means. ANSI, ORACLE and their kind stand for several. */
  get modes(): SqlModes {
    const set = this.sqlModes
    const ansi = ['ANSI', 'DB2', 'MAXDB', 'MSSQL', 'ORACLE', 'POSTGRESQL'].some((mode) => set.has(mode))
    return {
      ansiQuotes: ansi || set.has('ANSI_QUOTES'),
      noBackslashEscapes: set.has('NO_BACKSLASH_ESCAPES'),
      pipesAsConcat: ansi || set.has('PIPES_AS_CONCAT'),
      highNotPrecedence: set.has('HIGH_NOT_PRECEDENCE'),
      ...(set.has('ORACLE') ? { plsql: true } : {}),
    }
  }

  /** Zero in a numbered column is a value. */
  get zeroIsValue(): boolean {
    return this.sqlModes.has('NO_AUTO_VALUE_ON_ZERO')
  }

  /** Character set of the client's text; dumps are UTF-8 unless they say otherwise. */
  get clientCharset(): string {
    const said = this.variables.get('character_set_client')?.toLowerCase()
    return said !== undefined && isCharset(said) ? canonicalCharset(said) : 'utf8mb4'
  }

  get timeZone(): string | undefined {
    const said = this.variables.get('time_zone')
    return said === undefined || said.toLowerCase() === 'system' ? undefined : said
  }

  /** What the server keeps with a definition. A program keeps its sql_mode, said or not. */
  surroundings(
    version: ServerVersion,
    isProgram: boolean,
    databaseCollation: string,
  ): Readonly<Record<string, string>> {
    const modes = [...(isProgram ? this.programModes(version) : this.sqlModes)].join(',')
    const kept = ['character_set_client', 'collation_connection', 'time_zone'].flatMap((name) => {
      const value = this.variables.get(name)
      return value === undefined || value === '' ? [] : [[name, value] as const]
    })
    const database = this.variables.get('collation_database') ?? databaseCollation
    return {
      ...(isProgram || modes !== '' ? { sql_mode: modes } : {}),
      ...Object.fromEntries(kept),
      ...(isProgram ? { collation_database: canonicalCollation(database) } : {}),
    }
  }

  /** Everything that is known, for the catalogue. */
  get settings(): Readonly<Record<string, string>> {
    const kept = ['sql_mode', 'time_zone', 'character_set_client', 'foreign_key_checks', 'lower_case_table_names']
    const found = kept.flatMap((name) => {
      const value = this.variables.get(name)
      return value === undefined || value === '' ? [] : [[name, value] as const]
    })
    return Object.fromEntries(found)
  }
}
