import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Expr } from '../../core/ir/expr.js'
import type { Origin } from '../../core/ir/names.js'
import { parseCoreText } from '../apply/core-text.js'
import { rulesFolder } from '../assets.js'
import { readCheckedYaml } from '../located-yaml.js'

const effect = {
  /** A core call with `$value`, or `nothing`. */
  set: z.string().min(1).optional(),
  finding: z.enum(['XW-R0151', 'XW-R0158']).optional(),
  doc: z.string().min(15),
}

const tableSchema = z.strictObject({
  dialect: z.string(),
  /** The variable in which a program finds the settings under which it was made. */
  modes: z.string().optional(),
  /** The catalogue's setting that says under which settings programs are called. */
  callers: z.string().optional(),
  variables: z
    .array(
      z.strictObject({
        names: z.array(z.string().regex(/^[a-z_.]+$/)).min(1),
        read: z.string().min(1).optional(),
        ...effect,
      }),
    )
    .default([]),
  commands: z.array(z.strictObject({ matches: z.string(), ...effect })).default([]),
})

export type SystemVariableTable = z.infer<typeof tableSchema>

const tables = new Map<string, SystemVariableTable>()

/** The table of a dialect's server variables, read once; empty when it has none. */
export function systemVariableTable(dialect: string): SystemVariableTable {
  const known = tables.get(dialect)
  if (known) return known
  const path = join(rulesFolder, dialect, 'system-variables.yaml')
  const table = existsSync(path) ? readCheckedYaml(path, tableSchema) : tableSchema.parse({ dialect })
  tables.set(dialect, table)
  return table
}

/** What takes the place of a statement that sets something. `XW-R0151` and the like is a remark about it. */
export interface SettingRule {
  /** Gives the expression to compute; `nothing`: the statement is left out. */
  readonly set: 'nothing' | ((value: Expr, origin: Origin) => Expr)
  readonly finding?: 'XW-R0151' | 'XW-R0158'
}

/** What stands for reading a server variable; undefined: nothing does. */
export function readSystemVariable(dialect: string, name: string, origin: Origin): Expr | undefined {
  const text = ruleOf(dialect, name)?.read
  return text === undefined ? undefined : filled(parseCoreText(text), undefined, origin)
}

/** What becomes of setting a server variable; undefined: it is not converted. */
export const setSystemVariable = (dialect: string, name: string): SettingRule | undefined =>
  settingRule(ruleOf(dialect, name))

/** What becomes of a statement about the session, by its text; `value` is what it sets, when it sets something. */
export function sessionCommand(dialect: string, text: string): (SettingRule & { readonly value?: string }) | undefined {
  const line = text.replace(/\s+/g, ' ').trim()
  for (const rule of systemVariableTable(dialect).commands) {
    const found = new RegExp(rule.matches, 'i').exec(line)
    const made = found && settingRule(rule)
    if (!made) continue
    const value = found.groups?.['value']
    return value === undefined ? made : { ...made, value }
  }
  return undefined
}

/** Whether a variable is the one that holds the settings of the program itself. */
export const holdsModes = (dialect: string, name: string): boolean =>
  systemVariableTable(dialect).modes === name.toLowerCase()

/** The settings of callers, as far as a catalogue's settings tell. */
export function callersModes(
  dialect: string,
  settings: Readonly<Record<string, string>>,
): readonly string[] | undefined {
  const { callers } = systemVariableTable(dialect)
  const said = callers === undefined ? undefined : settings[callers]
  return said?.toUpperCase().split(',')
}

const ruleOf = (dialect: string, name: string) =>
  systemVariableTable(dialect).variables.find((each) => each.names.includes(name.toLowerCase()))

function settingRule(
  rule: Pick<SystemVariableTable['commands'][number], 'set' | 'finding'> | undefined,
): SettingRule | undefined {
  if (rule?.set === undefined) return undefined
  const { set: text, finding } = rule
  const set: SettingRule['set'] =
    text === 'nothing' ? text : (value, origin) => filled(parseCoreText(text), value, origin)
  return finding === undefined ? { set } : { set, finding }
}

/** The rule's expression at a place of the source, with the value in its hole. */
function filled(expr: Expr, value: Expr | undefined, origin: Origin): Expr {
  if (expr.kind === 'hole') return value ?? expr
  if (expr.kind !== 'call') return { ...expr, origin }
  return { ...expr, args: expr.args.map((arg) => filled(arg, value, origin)), origin }
}
