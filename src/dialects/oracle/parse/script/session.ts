import { decodeName } from '../../../../../grammars/oracle/literals.js'
import type { Ident } from '../../../../core/ir/names.js'

/** What the commands of a script have set so far: the schema, and the text of substitution variables. */
export class ScriptSession {
  private readonly defined = new Map<string, string>()
  private substitutes = true

  constructor(public schema: Ident) {}

  /** Applies a command of SQL*Plus. */
  command(name: string, text: string): void {
    const line = text.replace(/;\s*$/, '')
    if (name === 'DEFINE') this.define(line)
    else if (name === 'UNDEFINE') for (const each of line.split(/\s+/).slice(1)) this.defined.delete(each.toLowerCase())
    else if (name === 'SET') {
      const value = /^SET\s+(?:DEF(?:INE)?|SCAN)\s+(\S+)/i.exec(line)?.[1]
      if (value) this.substitutes = !/^off$/i.test(value)
    } else if (name === 'CONNECT') {
      const user = /^\S+\s+"?([A-Za-z][\w$#]*)"?/.exec(this.substitute(line))?.[1]
      if (user && !/^(?:sys|system)$/i.test(user)) this.schema = decodeName(user)
    }
  }

  /** ALTER SESSION SET CURRENT_SCHEMA. */
  alter(text: string): void {
    const name = /\bCURRENT_SCHEMA\s*=\s*("[^"]+"|[\w$#]+)/i.exec(text)?.[1]
    if (name) this.schema = decodeName(name)
  }

  private define(line: string): void {
    const found = /^\S+\s+([\w$#]+)\s*=\s*(.*)$/s.exec(line)
    if (!found?.[1]) return
    const value = this.substitute((found[2] ?? '').trim().replace(/^(['"])(.*)\1$/s, '$2'))
    // What stands for a parameter of the script has no value.
    if (!/&\d/.test(value)) this.defined.set(found[1].toLowerCase(), value)
  }

  /** Puts in what the script has defined; other variables stay as they are. */
  substitute(text: string): string {
    if (!this.substitutes || this.defined.size === 0 || !text.includes('&')) return text
    return text.replace(
      /&&?([\p{L}\d_$#]+)\.?/gu,
      (whole, name: string) => this.defined.get(name.toLowerCase()) ?? whole,
    )
  }
}
