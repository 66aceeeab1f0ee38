import { decodeName } from '../../../../../grammars/oracle/literals.js'
import type { DataSegment } from '../../../../core/data/segment.js'
import type { Ident } from '../../../../core/ir/names.js'
import { substituted } from './variables.js'

/** What the commands of a script have set so far: the schema, and the text of substitution variables. */
export class ScriptSession {
  private defined: Readonly<Record<string, string>> = {}
  private substitutes = true
  /** How the session writes moments: see the segment's member. */
  formats: DataSegment['formats']
  timeZone: string | undefined

  /** What a length without a unit counts (Database Reference, NLS_LENGTH_SEMANTICS): bytes, unless the session says otherwise. */
  countsBytes = true
  /** SET AUTOCOMMIT: after how many changes of rows; 0: never. */
  private autocommit = 0
  private changes = 0

  constructor(public schema: Ident) {}

  /** Text of variables that is put in; undefined: `&` is a sign like any other. */
  get variables(): Readonly<Record<string, string>> | undefined {
    return this.substitutes ? this.defined : undefined
  }

  /** Applies a command of SQL*Plus. */
  command(name: string, text: string): void {
    const line = text.replace(/;\s*$/, '')
    if (name === 'DEFINE') this.define(line)
    else if (name === 'UNDEFINE') this.undefine(line.split(/\s+/).slice(1))
    else if (name === 'SET') {
      const value = /^SET\s+(?:DEF(?:INE)?|SCAN)\s+(\S+)/i.exec(line)?.[1]
      if (value) this.substitutes = !/^off$/i.test(value)
      const auto = /^SET\s+AUTO(?:COMMIT)?\s+(\S+)/i.exec(line)?.[1]
      if (auto) this.autocommit = /^\d+$/.test(auto) ? Number(auto) : /^(?:ON|IMM)/i.test(auto) ? 1 : 0
    } else if (name === 'CONNECT') {
      const user = /^\S+\s+"?([A-Za-z][\w$#]*)"?/.exec(this.substitute(line))?.[1]
      if (user && !/^(?:sys|system)$/i.test(user)) this.schema = decodeName(user)
    }
  }

  private undefine(names: readonly string[]): void {
    const gone = new Set(names.map((name) => name.toLowerCase()))
    this.defined = Object.fromEntries(Object.entries(this.defined).filter(([name]) => !gone.has(name)))
  }

  /** ALTER SESSION SET: the schema, and what text must look like to be a moment. */
  alter(text: string): void {
    const zone = /\bTIME_ZONE\s*=\s*'([^']*)'/i.exec(text)?.[1]
    if (zone !== undefined) this.timeZone = zone
    for (const [sort, parameter] of Object.entries(formatNames)) {
      const format = new RegExp(`\\b${parameter}\\s*=\\s*(?:'([^']*)'|"([^"]*)")`, 'i').exec(text)
      if (format) this.formats = { ...this.formats, [sort]: format[1] ?? format[2] }
    }
    const lengths = /\bNLS_LENGTH_SEMANTICS\s*=\s*['"]?(BYTE|CHAR)\b/i.exec(text)?.[1]
    if (lengths) this.countsBytes = /^byte$/i.test(lengths)
    const name = /\bCURRENT_SCHEMA\s*=\s*("[^"]+"|[\w$#]+)/i.exec(text)?.[1]
    if (name) this.schema = decodeName(name)
  }

  private define(line: string): void {
    const found = /^\S+\s+([\w$#]+)\s*=\s*(.*)$/s.exec(line)
    if (!found?.[1]) return
    const value = this.substitute((found[2] ?? '').trim().replace(/^(['"])(.*)\1$/s, '$2'))
    // What stands for a parameter of the script has no value.
    if (!/&\d/.test(value)) this.defined = { ...this.defined, [found[1].toLowerCase()]: value }
  }

  /** Whether the client commits behind this change of rows (SQL*Plus User's Guide, SET AUTOCOMMIT). */
  commitsStatement(): boolean {
    if (this.autocommit === 0) return false
    this.changes = (this.changes + 1) % this.autocommit
    return this.changes === 0
  }

  /** Puts in what the script has defined; other variables stay as they are. */
  substitute(text: string): string {
    return this.variables ? substituted(text, this.variables) : text
  }
}

const formatNames = {
  date: 'NLS_DATE_FORMAT',
  timestamp: 'NLS_TIMESTAMP_FORMAT',
  zoned: 'NLS_TIMESTAMP_TZ_FORMAT',
} as const
