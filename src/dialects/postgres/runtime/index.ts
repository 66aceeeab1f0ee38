import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../../rules/assets.js'

/** Schema that holds the runtime functions on the target. */
export const runtimeSchema = 'crosswalk_rt'

export interface RuntimeFunction {
  /** `crosswalk_rt.substring_index`. */
  readonly name: string
  /** CREATE OR REPLACE FUNCTION with its comment in front, ended by `;` and a newline. */
  readonly sql: string
  /** Other runtime functions that must exist before. */
  readonly needs: readonly string[]
}

/** The SQL files stand beside this module in the sources; a build does not copy them. */
const folder = join(packageRoot, 'src', 'dialects', 'postgres', 'runtime')
const loaded = new Map<string, RuntimeFunction>()

/** One function of the runtime library, with or without the schema in front of its name; undefined when there is none. */
export function runtimeFunction(name: string): RuntimeFunction | undefined {
  const own = name.startsWith(`${runtimeSchema}.`) ? name.slice(runtimeSchema.length + 1) : name
  const known = loaded.get(own)
  if (known !== undefined) return known
  const file = join(folder, `${own}.sql`)
  if (!/^[a-z0-9_]+$/.test(own) || !existsSync(file)) return undefined
  const sql = readFileSync(file, 'utf8')
  const body = sql.replace(/^--.*$/gm, '')
  const mentioned = [...body.matchAll(/\bcrosswalk_rt\.([a-z0-9_]+)/g)].map((found) => found[1] ?? '')
  const needs = [...new Set(mentioned)].filter((other) => other !== own).map((other) => `${runtimeSchema}.${other}`)
  const made = { name: `${runtimeSchema}.${own}`, sql, needs }
  loaded.set(own, made)
  return made
}

export const runtimeNames = (): readonly string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .map((file) => file.slice(0, -4))
    .sort()

/** Every function that the given ones need, they included, each after what it needs. Names that do not exist are left out. */
export function runtimeClosure(names: Iterable<string>): readonly RuntimeFunction[] {
  const ordered = new Map<string, RuntimeFunction>()
  const visit = (name: string, under: ReadonlySet<string>): void => {
    const found = runtimeFunction(name)
    if (found === undefined || ordered.has(found.name) || under.has(found.name)) return
    for (const other of found.needs) visit(other, new Set([...under, found.name]))
    ordered.set(found.name, found)
  }
  for (const name of names) visit(name, new Set())
  return [...ordered.values()]
}
