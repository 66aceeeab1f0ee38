import type { TypedRows } from './engine.js'
import { errorProblem } from './errors.js'
import type { Cell, Outcome, Recording, RowSet } from './recording.js'
import type { Replay, TargetOutcome } from './replay.js'

/** Differences between what the source said and what the target says, in words; none when they are the same. */
export function differences(recorded: Recording, replay: Replay): readonly string[] {
  if (replay.refused.length > 0) return replay.refused.map((text) => `refused: ${text}`)
  return recorded.steps.flatMap((expected, at) =>
    stepProblems(expected, replay.steps[at] ?? {}).map((problem) => `step ${at + 1}: ${problem}`),
  )
}

function stepProblems(expected: Outcome, actual: TargetOutcome): readonly string[] {
  if (expected.error || actual.error) return errorProblem(expected.error, actual.error)
  return [
    ...valueProblem(expected, actual),
    ...outProblem(expected, actual),
    ...setProblems(expected, actual),
    ...Object.entries(expected.tables ?? {}).flatMap(([table, rows]) =>
      rowProblems(`table ${table}`, rows, actual.tables?.[table], false),
    ),
    ...Object.entries(expected.variables ?? {}).flatMap(([name, value]) => {
      const found = actual.variables?.[name] ?? null
      return looseText(found) === looseText(value) ? [] : [`@${name} is ${say(found)}, not ${say(value)}`]
    }),
  ]
}

function valueProblem({ value }: Outcome, actual: TargetOutcome): readonly string[] {
  if (value === undefined) return []
  const [found, type] = [actual.value?.rows[0]?.[0] ?? null, actual.value?.columns[0]?.type ?? 0]
  return canonical(found, type) === canonical(value, type) ? [] : [`gives ${say(found)}, not ${say(value)}`]
}

function outProblem({ out }: Outcome, actual: TargetOutcome): readonly string[] {
  const { columns = [], rows = [] } = actual.out ?? {}
  const expected = Object.entries(out ?? {})
  if (columns.length !== expected.length) return [`${columns.length} parameters come back, not ${expected.length}`]
  return expected.flatMap(([name, value], at) => {
    const [found, type] = [rows[0]?.[at] ?? null, columns[at]?.type ?? 0]
    return canonical(found, type) === canonical(value, type) ? [] : [`${name} is ${say(found)}, not ${say(value)}`]
  })
}

function setProblems({ sets }: Outcome, actual: TargetOutcome): readonly string[] {
  const [expected, found] = [sets ?? [], actual.sets ?? []]
  if (expected.length !== found.length) return [`${found.length} result sets, not ${expected.length}`]
  return expected.flatMap((set, at) => rowProblems(`result set ${at + 1}`, set, found[at], true))
}

function rowProblems(
  what: string,
  expected: RowSet,
  found: TypedRows | undefined,
  ordered: boolean,
): readonly string[] {
  if (!found) return [`${what} is not there`]
  const names = found.columns.map(({ name }) => name)
  const wanted = expected.columns.map((name) => shortened(name.toLowerCase()))
  if (JSON.stringify(names.map((name) => name.toLowerCase())) !== JSON.stringify(wanted))
    return [`${what} has columns ${JSON.stringify(names)}, not ${JSON.stringify(expected.columns)}`]
  const rowsOf = (rows: readonly (readonly Cell[])[]): string[][] => {
    const plain = rows.map((row) => row.map((cell, at) => say(canonical(cell, found.columns[at]?.type ?? 0))))
    return ordered ? plain : plain.sort((a, b) => (a.join() < b.join() ? -1 : 1))
  }
  const [a, b] = [rowsOf(expected.rows), rowsOf(found.rows)]
  return JSON.stringify(a) === JSON.stringify(b) ? [] : [`${what} holds\n  ${lines(b)}\nnot\n  ${lines(a)}`]
}

const lines = (rows: readonly (readonly string[])[]): string => rows.map((row) => row.join(', ')).join('\n  ')
const say = (value: Cell): string => (value === null ? 'NULL' : JSON.stringify(value))

/** What the target keeps of a long name. */
const shortened = (name: string): string => Buffer.from(name).subarray(0, 63).toString('utf8')

/** The target's own numbers of its types. */
const types = {
  boolean: 16,
  bytes: 17,
  integers: [20, 21, 23],
  documents: [114, 3802],
  floats: [700, 701],
  times: [1082, 1083, 1114, 1184, 1186],
  bits: [1560, 1562],
  decimal: 1700,
  lists: [1009, 1015],
}

/** Types below are the engine's own; a list of labels has the type that was made for it. */
const firstOfUsers = 16_384
const list = /^\{(.*)\}$/

/** The one form of a value of a type: an engine's habits (trailing zeros, order of keys, an instant's zone) are not facts. */
function canonical(value: Cell, type: number): Cell {
  if (value === null) return null
  if (type === types.boolean) return value === 't' || value === 'true' || value === '1' ? '1' : '0'
  if (type === types.decimal || types.integers.includes(type)) return plainNumber(value)
  if (types.floats.includes(type)) return String(Number(Number(value).toPrecision(type === 700 ? 6 : 14)))
  if (types.documents.includes(type)) return documentText(value)
  if (types.times.includes(type))
    return value
      .replace(/\+00$/, '')
      .replace(/(:\d\d)(\.\d*?)0*$/, '$1$2')
      .replace(/\.$/, '')
  if (type === types.bytes) return value.startsWith('\\x') ? value : `\\x${Buffer.from(value).toString('hex')}`
  if (types.bits.includes(type)) return value
  if (type >= firstOfUsers || types.lists.includes(type)) return value.replace(list, '$1').replaceAll('"', '')
  return value.startsWith('\\x') && /^\\x([0-9a-f]{2})*$/.test(value)
    ? Buffer.from(value.slice(2), 'hex').toString('utf8')
    : value
}

function plainNumber(value: string): string {
  if (/^-?[\d.]+e[+-]?\d+$/i.test(value)) return String(Number(value))
  const plain = value.includes('.') ? value.replace(/\.?0+$/, '') : value
  return plain === '-0' ? '0' : plain
}

/** A user variable has no type on the target: what looks like a number is one. */
const looseText = (value: Cell): Cell =>
  value !== null && /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(value) ? plainNumber(value) : value

function documentText(value: string): string {
  try {
    return JSON.stringify(JSON.parse(value), (_key, part: unknown) =>
      typeof part === 'object' && part !== null && !Array.isArray(part)
        ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
        : part,
    )
  } catch {
    return value
  }
}
