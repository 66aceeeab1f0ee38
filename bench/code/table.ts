import { type JudgedUnit, type OutcomeName, outcomes } from './outcome.js'
import { type SourceUnit, unitKinds } from './source-units.js'

export type Counts = Readonly<Record<OutcomeName, number>> & { readonly units: number; readonly false_claims: number }

export function count(units: readonly JudgedUnit[]): Counts {
  const counted = Object.fromEntries(
    outcomes.map((outcome) => [outcome, units.filter((unit) => unit.outcome === outcome).length]),
  ) as Record<OutcomeName, number>
  return { units: units.length, ...counted, false_claims: units.filter((unit) => unit.falseClaim).length }
}

/** Counts of one tool by kind, of all programs, and of all. */
export function countByKind(units: readonly JudgedUnit[]): Readonly<Record<string, Counts>> {
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
  tools: Readonly<Record<string, Readonly<Record<string, Counts>>>>,
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

export const addCounts = (
  all: Readonly<Record<string, Readonly<Record<string, Counts>>>>[],
): Readonly<Record<string, Readonly<Record<string, Counts>>>> => {
  const sums: Record<string, Record<string, Counts>> = {}
  for (const tools of all)
    for (const [tool, kinds] of Object.entries(tools))
      for (const [kind, counts] of Object.entries(kinds)) {
        const byKind = (sums[tool] ??= {})
        const before = byKind[kind]
        byKind[kind] = before === undefined ? counts : plus(before, counts)
      }
  return sums
}

const plus = (left: Counts, right: Counts): Counts => {
  const keys = ['units', ...columns] as const
  return Object.fromEntries(keys.map((key) => [key, left[key] + right[key]])) as Counts
}

/** What the source holds, in one line. */
export const contentOf = (units: readonly SourceUnit[]): string =>
  unitKinds
    .map((kind) => [kind, units.filter((unit) => unit.kind === kind).length] as const)
    .filter(([, number]) => number > 0)
    .map(([kind, number]) => `${number} ${kind}s`)
    .join(', ')
