import type { ServerVersion } from '../../core/ir/schema.js'
import type { Collation, LogicalType, NativeType } from '../../core/ir/types.js'
import { isLogicalType, type ReadRule, type TypeTable } from './schema.js'
import { typeTable } from './table.js'
import { conditionsHold, fillTemplate } from './template.js'

/**
 * What a native type means, by the first rule of the dialect's type table that fits. Undefined: no rule knows it. Give
 * `charset` and `collation` as they apply to the column (its own, else the table's); a missing collation is the
 * character set's default.
 */
export function readType(dialect: string, native: NativeType, version?: ServerVersion): LogicalType | undefined {
  const key = JSON.stringify([dialect, native, version?.flavour, version?.major, version?.minor])
  if (!remembered.has(key)) {
    if (remembered.size > 10_000) remembered.clear()
    remembered.set(key, readByRules(dialect, native, version))
  }
  return remembered.get(key)
}

/** A schema has far fewer different types than columns. */
const remembered = new Map<string, LogicalType | undefined>()

function readByRules(dialect: string, native: NativeType, version?: ServerVersion): LogicalType | undefined {
  const table = typeTable(dialect)
  for (const rule of rulesFor(table, native.name)) {
    const made = applyRule(table, rule, native, version)
    if (made) return made
  }
  return undefined
}

const byName = new WeakMap<TypeTable, ReadonlyMap<string, readonly ReadRule[]>>()

function rulesFor(table: TypeTable, name: string): readonly ReadRule[] {
  let index = byName.get(table)
  if (!index) byName.set(table, (index = indexRules(table)))
  return index.get(name) ?? []
}

function indexRules(table: TypeTable): ReadonlyMap<string, readonly ReadRule[]> {
  const index = new Map<string, ReadRule[]>()
  for (const rule of table.read) {
    for (const name of [parsePattern(rule.native).name, ...rule.synonyms]) {
      index.set(name, [...(index.get(name) ?? []), rule])
    }
  }
  return index
}

function applyRule(
  table: TypeTable,
  rule: ReadRule,
  native: NativeType,
  version: ServerVersion | undefined,
): LogicalType | undefined {
  const args = bindArgs(parsePattern(rule.native).holes, native.args)
  if (!args) return undefined
  if (!Object.entries(rule.flags).every(([flag, wanted]) => native.flags.includes(flag) === wanted)) return undefined
  const collation = effectiveCollation(table, native, version)
  const bindings = { ...rule.defaults, ...args, ...facts(native, collation) }
  if (!conditionsHold(rule.where, bindings)) return undefined
  const made = fillTemplate(rule.logical, bindings, native.flags)
  return isLogicalType(made) ? made : undefined
}

function facts(native: NativeType, collation: Collation | undefined): Readonly<Record<string, unknown>> {
  return { charset: native.charset ?? charsetOf(native.collation), collation, srid: native.srid }
}

interface Hole {
  readonly name: string
  readonly optional: boolean
  readonly rest: boolean
}

/** `decimal($p?, $s?)` taken apart. */
export function parsePattern(text: string): { readonly name: string; readonly holes: readonly Hole[] } {
  const match = /^([a-z0-9_ ]+?)\s*(?:\(([^)]*)\))?$/.exec(text)
  if (!match) throw new Error(`a type pattern is a name with holes, not ${text}`)
  const holes = (match[2] ?? '').split(',').filter((part) => part.trim() !== '')
  return { name: match[1] ?? '', holes: holes.map((part) => parseHole(part.trim())) }
}

function parseHole(text: string): Hole {
  const match = /^(\$\$\$|\$)([a-z][a-zA-Z]*)(\?)?$/.exec(text)
  if (!match) throw new Error(`${text} is not a hole`)
  return { name: match[2] ?? '', optional: match[3] === '?', rest: match[1] === '$$$' }
}

function bindArgs(
  holes: readonly Hole[],
  args: readonly (number | string)[],
): Readonly<Record<string, unknown>> | undefined {
  const bound: Record<string, unknown> = {}
  let taken = 0
  for (const hole of holes) {
    if (hole.rest) {
      bound[hole.name] = args.slice(taken).map(String)
      taken = args.length
    } else if (taken < args.length) {
      bound[hole.name] = args[taken++]
    } else if (!hole.optional) return undefined
  }
  return taken === args.length ? bound : undefined
}

function effectiveCollation(
  table: TypeTable,
  native: NativeType,
  version: ServerVersion | undefined,
): Collation | undefined {
  if (native.collation) return collationFrom(table, native.collation)
  if (!native.charset) return undefined
  const flag = native.flags.find((name) => Object.hasOwn(table.collationFlags, name))
  if (flag) return collationFrom(table, (table.collationFlags[flag] ?? '').replace('{charset}', native.charset))
  const name = defaultName(table, native.charset, version)
  return name === undefined ? undefined : collationFrom(table, name)
}

function defaultName(table: TypeTable, charset: string, version: ServerVersion | undefined): string | undefined {
  return table.defaultCollations.find((entry) => {
    if (entry.charset !== charset) return false
    if (entry.flavour !== undefined && entry.flavour !== version?.flavour) return false
    if (entry.from === undefined) return true
    const [major, minor] = entry.from
    return version !== undefined && (version.major > major || (version.major === major && version.minor >= minor))
  })?.collation
}

/** Name of the collation that a character set has when none is given. */
export const defaultCollationOf = (dialect: string, charset: string, version?: ServerVersion): string | undefined =>
  defaultName(typeTable(dialect), charset.toLowerCase(), version)

/** What a collation's name says about how it compares. */
export const readCollation = (dialect: string, name: string): Collation => collationFrom(typeTable(dialect), name)

function collationFrom(table: TypeTable, name: string): Collation {
  const facts: Collation = {
    name,
    caseSensitive: true,
    accentSensitive: true,
    binary: false,
    padSpace: true,
    language: 'und',
  }
  return table.collations.reduce(
    (known, rule) =>
      new RegExp(rule.match).test(name.toLowerCase())
        ? {
            name,
            caseSensitive: rule.caseSensitive ?? known.caseSensitive,
            accentSensitive: rule.accentSensitive ?? known.accentSensitive,
            binary: rule.binary ?? known.binary,
            padSpace: rule.padSpace ?? known.padSpace,
            language: rule.language ?? known.language,
          }
        : known,
    facts,
  )
}

/** A collation's name begins with its character set. */
const charsetOf = (collation: string | undefined): string | undefined => collation?.toLowerCase().split('_')[0]
