import { type JudgedUnit, type OutcomeName, outcomes } from './outcome.js'
import { type SourceUnit, unitKinds } from './source-units.js'

/** Units by outcome, and how many of them the tool is wrong about. */
export type Counts = Readonly<Record<OutcomeName | 'units' | 'false_claims', number>>

const none: Counts = {
  units: 0,
  ok: 0,
  check_error: 0,
  check_external: 0,
  failed: 0,
  lost: 0,
  reported: 0,
  dropped: 0,
  false_claims: 0,
}

export function count(units: readonly Pick<JudgedUnit, 'outcome' | 'falseClaim'>[]): Counts {
  const counts = { ...none }
  for (const unit of units) {
    counts.units += 1
    counts[unit.outcome] += 1
    if (unit.falseClaim) counts.false_claims += 1
  }
  return counts
}

/** Counts of one tool by kind, of all programs, and of all. */
export function countByKind(units: readonly JudgedUnit[]): ByKind {
  const programs = units.filter((unit) => unit.kind !== 'table' && unit.kind !== 'view')
  return {
    ...Object.fromEntries(unitKinds.map((kind) => [kind, count(units.filter((unit) => unit.kind === kind))])),
    programs: count(programs),
    all: count(units),
  }
}

const short: Readonly<Record<OutcomeName | 'false_claims', string>> = {
  ok: 'ok',
  check_error: 'check',
  check_external: 'ext',
  failed: 'failed',
  lost: 'lost',
  reported: 'report',
  dropped: 'drop',
  false_claims: 'FALSE',
}
const width = 7
const columns = [...outcomes, 'false_claims'] as const

/** One table: kinds down, and the same columns for each tool side by side. */
export function printCounts(
  title: string,
  tools: Readonly<Record<string, ByKind>>,
  write: (line: string) => void,
): void {
  const names = Object.keys(tools)
  const kinds = Object.keys(tools[names[0] ?? ''] ?? {})
  const cell = (text: string | number) => String(text).padStart(width)
  write(`\n${title}`)
  write(`${''.padEnd(10)}${cell('')}${names.map((name) => ` | ${name.padEnd(columns.length * width)}`).join('')}`)
  write(
    `${'kind'.padEnd(10)}${cell('units')}${names.map(() => ` | ${columns.map((one) => cell(short[one])).join('')}`).join('')}`,
  )
  for (const kind of kinds) {
    const units = tools[names[0] ?? '']?.[kind]?.units ?? 0
    if (units === 0) continue
    const groups = names.map((name) => {
      const counts = tools[name]?.[kind]
      return ` | ${columns.map((one) => cell(counts?.[one] || '.')).join('')}`
    })
    write(`${kind.padEnd(10)}${cell(units)}${groups.join('')}`)
  }
}

/** Counts of a tool, by kind. */
export type ByKind = Readonly<Record<string, Counts>>

/** Sums over schemas, by tool and kind. */
export function addCounts(all: readonly Readonly<Record<string, ByKind>>[]): Readonly<Record<string, ByKind>> {
  const sums: Record<string, Record<string, Counts>> = {}
  for (const [tool, kinds] of all.flatMap((tools) => Object.entries(tools))) {
    const byKind = (sums[tool] ??= {})
    for (const [kind, counts] of Object.entries(kinds)) byKind[kind] = plus(byKind[kind] ?? none, counts)
  }
  return sums
}

function plus(left: Counts, right: Counts): Counts {
  const sum = { ...left }
  for (const key of ['units', ...columns] as const) sum[key] += right[key]
  return sum
}

/** What the source holds, in one line. */
export const contentOf = (units: readonly SourceUnit[]): string =>
  unitKinds
    .map((kind) => [kind, units.filter((unit) => unit.kind === kind).length] as const)
    .filter(([, number]) => number > 0)
    .map(([kind, number]) => `${number} ${kind}s`)
    .join(', ')
