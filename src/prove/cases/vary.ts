import type { LogicalType } from '../../core/ir/types.js'
import type { TableMapping } from '../../core/mapping/mapping.js'
import type { CallArgument, ProofStep, RowValues } from '../../core/prove/runner.js'
import { keyIn, locating, type ProofCase, type Slot, stateValues, type TableSample, updateOf } from './generate.js'
import { pick } from './random.js'
import { bareRow, copiedRow, foreignKeysOf, madeUpRow, numbersFor, type SeedPlace } from './seed.js'
import type { SessionVariable } from './session.js'
import { isSmall } from './slots.js'
import { around, edgeValues, heldBy } from './values.js'

/** What a case may be changed by, on the way past what stops it. */
export interface VaryPlace {
  readonly slots: readonly Slot[]
  /** Tables in reach with those that their rows point at, parents first. */
  readonly tables: readonly { readonly place: SeedPlace; readonly sample: TableSample }[]
  /** Literals of all programs in reach. */
  readonly literals: readonly string[]
  /** Variables of the session, those that only triggers of the tables ask for too. */
  readonly variables: readonly SessionVariable[]
  readonly mayRun: (step: ProofStep) => boolean
  readonly random: () => number
}

type Table = VaryPlace['tables'][number]

/** Longer states are slow to make, and seldom what a program waits for. */
const maxSetup = 40

/** The case with one thing changed: an argument or a value of its step, or the state that it begins from. */
export function varied(one: ProofCase, at: VaryPlace): ProofCase | undefined {
  const { random } = at
  const inStep = one.step.kind === 'view' ? 0 : one.step.kind === 'call' && at.slots.length === 0 ? 0 : 0.6
  if (random() < inStep) return { setup: one.setup, step: variedStep(one, at) }
  const setup = variedSetup(one, at).filter(at.mayRun)
  return setup.length > maxSetup ? undefined : { setup, step: one.step }
}

function variedStep({ setup, step }: ProofCase, at: VaryPlace): ProofStep {
  switch (step.kind) {
    case 'call':
      return { ...step, args: variedArguments(step.args, at) }
    case 'insert': {
      const table = tableOf(step.table, at)
      return table ? { ...step, values: variedInsert(step.values, table, at) } : step
    }
    case 'update': {
      const table = tableOf(step.table, at)
      const row = table && rowFor(step.table, setup, at)
      if (!table || !row) return step
      const kept = Object.keys(step.values).length > 2 ? {} : step.values
      const values = { ...kept, ...columnValue(table, at) }
      if (Object.keys(values).length === 0) return step
      return { ...step, key: at.random() < 0.5 ? keyIn(step.table, row) : step.key, values }
    }
    case 'delete': {
      const row = rowFor(step.table, setup, at)
      return row ? { ...step, key: keyIn(step.table, row) } : step
    }
    default:
      return step
  }
}

/** A row that is there, or one that the state has put there. */
function rowFor(table: TableMapping, setup: readonly ProofStep[], at: VaryPlace): RowValues | undefined {
  const made = setup.flatMap((step) => (step.kind === 'insert' && step.table === table ? [step.values] : []))
  const rows = tableOf(table, at)?.sample.rows ?? []
  return pick(made.length > 0 && at.random() < 0.6 ? made : rows, at.random)
}

const tableOf = (mapping: TableMapping, { tables }: VaryPlace): Table | undefined =>
  tables.find(({ place }) => place.mapping === mapping)

function variedArguments(args: readonly CallArgument[], at: VaryPlace): readonly CallArgument[] {
  const { random, slots } = at
  const sample =
    random() < 0.25
      ? pick(
          slots.flatMap(({ columns }) => columns),
          random,
        )?.sample
      : undefined
  const row = sample && pick(sample.rows, random)
  if (row) return args.map((arg) => withRow(arg, row, sample, at))
  const slot = pick(slots, random)
  return args.map((arg) => (arg.name === slot?.name ? { ...arg, text: argumentFor(slot, args, at) } : arg))
}

/** Values that stand in one row, for all parameters that look at it. */
function withRow(arg: CallArgument, row: RowValues, sample: TableSample, { slots }: VaryPlace): CallArgument {
  const column = slots
    .find(({ name }) => name === arg.name)
    ?.columns.find((one) => one.sample.table === sample.table)?.column
  const text = column === undefined ? undefined : row[column]
  const held = typeof text === 'string' ? heldBy(arg.type, text) : undefined
  return held === undefined ? arg : { ...arg, text: held }
}

function argumentFor(slot: Slot, args: readonly CallArgument[], at: VaryPlace): string | null {
  const { random } = at
  const from = pick(slot.columns, random)
  const rows = from ? rowsMeeting(from.sample, from.column, at) : []
  const other = pick(args, random)?.text
  const pools: readonly (readonly (string | null)[])[] = [
    slot.branch,
    slot.branch,
    slot.near,
    rows,
    rows,
    slot.document ? [] : newTexts(random),
    slot.edges,
    [other ?? null],
    [null],
  ]
  const filled = pools
    .map((pool) => pool.filter((text) => text === null || heldBy(slot.type, text) !== undefined))
    .filter((pool) => pool.length > 0)
  const text = pick(pick(filled, random) ?? [], random) ?? null
  if (slot.numbered && text !== null && !isSmall(text)) return pick(slot.edges, random) ?? null
  return text === null ? null : (heldBy(slot.type, text) ?? pick(slot.edges, random) ?? null)
}

/** Values of a column, and those of the columns that its foreign keys point at. */
function rowsMeeting(sample: TableSample, column: string, at: VaryPlace): readonly string[] {
  const own = sample.rows.flatMap((row) => row[column] ?? [])
  const table = tableOf(sample.table, at)
  return [...own, ...(table ? parentValues(table, column) : [])]
}

function parentValues({ place }: Table, column: string): readonly string[] {
  return foreignKeysOf(place.table).flatMap((key) => {
    const index = key.columns.findIndex(({ text }) => text.toLowerCase() === column.toLowerCase())
    const schema = key.target.schema?.text ?? place.table.name.schema?.text ?? ''
    const parent = index < 0 ? undefined : place.parents.get(`${schema}.${key.target.name.text}`.toLowerCase())
    const target = key.targetColumns[index]?.text ?? parent?.table.key[index]
    return target === undefined ? [] : (parent?.rows ?? []).flatMap((row) => row[target] ?? [])
  })
}

/** What no row holds yet, in the forms that programs ask for: a name, a word, an address, digits. */
function newTexts(random: () => number): readonly string[] {
  const number = 100 + Math.floor(random() * 900)
  const letters = [...String(number)].map((digit) => 'abcdefghij'[Number(digit)]).join('')
  return [
    ...[`New ${letters}`, `New${letters}`, `newuser${number}`, `new${number}@example.org`, `5550${number}123`],
    ...[String(9_000 + number), `10.1.1.${number % 256}`, `20${String(30 + (number % 60))}-05-17`],
    `20${String(30 + (number % 60))}-05-17 10:30:00`,
    ...[`Aa1!new${number}`, letters.slice(0, 1), letters.slice(0, 1).toUpperCase(), letters.toUpperCase()],
    '1234567890'.repeat(2).slice(0, 1 + Math.floor(random() * 14)),
    String(Math.floor(random() * 12)),
  ]
}

function variedInsert(values: RowValues, table: Table, at: VaryPlace): RowValues {
  const { random } = at
  const { place, sample } = table
  const number = Math.floor(random() * 60)
  const base = pick(sample.rows, random)
  const choice = random()
  if (choice < 0.15 && base) return copiedRow(place, base, number)
  if (choice < 0.25) return { ...madeUpRow(place, number), ...numbersFor(place, number) }
  if (choice < 0.3) return bareRow(place, values)
  return { ...values, ...columnValue(table, at) }
}

/** One column with a value worth trying. */
function columnValue(table: Table, at: VaryPlace): RowValues {
  const { random } = at
  const columns = settable(table.place)
  const asked = columns.filter(({ source }) => table.sample.asked.has(source.name))
  const column = pick(asked.length > 0 && random() < 0.7 ? asked : columns, random)?.source
  if (column === undefined) return {}
  const interest = table.sample.asked.get(column.name)
  const pools: readonly (readonly (string | null)[])[] = [
    interest ? stateValues(table.sample, column.name, interest) : [],
    table.sample.rows.map((row) => row[column.name] ?? null),
    parentValues(table, column.name),
    newTexts(random),
    at.literals,
    edgeValues(column.type),
  ]
  const text =
    pick(
      pick(
        pools.filter((pool) => pool.length > 0),
        random,
      ) ?? [],
      random,
    ) ?? null
  if (text === null) return column.nullable ? { [column.name]: null } : {}
  const held = heldBy(column.type, text)
  return held === undefined ? {} : { [column.name]: held }
}

/** A column that numbers itself keeps to small numbers: the next one would be out of its range. */
const settable = ({ mapping, numbered }: SeedPlace): TableMapping['columns'] =>
  mapping.columns.filter(({ source }) => !source.generated && !numbered.has(source.name))

function variedSetup(one: ProofCase, at: VaryPlace): readonly ProofStep[] {
  const { random } = at
  const { setup } = one
  const choice = random()
  if (choice < 0.12 && setup.length > 0) {
    const gone = Math.floor(random() * setup.length)
    return setup.filter((_, index) => index !== gone)
  }
  if (choice < 0.2 && at.variables.length > 0) return withVariables(setup, at)
  if (choice < 0.28) return [...setup, ...rowsFor(one, at)]
  const table = pick(at.tables, random)
  if (!table) return setup
  if (choice < 0.47) return [...setup, addedRow(one, table, at)]
  if (choice < 0.6) return [...setup, ...metRow(one, table, at)]
  if (choice < 0.72) return [...setup, ...removedRows(table, at)]
  return [...setup, ...changedRows(table, at)]
}

/** Variables at other values, before all rows: triggers that rows set off look at them. */
function withVariables(setup: readonly ProofStep[], { variables, random }: VaryPlace): readonly ProofStep[] {
  const set = variables.flatMap(({ base, others }) => {
    const step = random() < 0.7 ? pick(base ? [base, ...others] : others, random) : undefined
    return step ? [step] : []
  })
  return [...set, ...setup.filter(({ kind }) => kind !== 'variable')]
}

/** A row for each parameter that is compared with a column, or for each foreign key of the row that the step puts in. */
function rowsFor({ step }: ProofCase, at: VaryPlace): readonly ProofStep[] {
  const { random } = at
  const bare = random() < 0.7
  const rowWith = (table: Table, values: RowValues): ProofStep => {
    const number = Math.floor(random() * 60)
    const row = madeUpRow(table.place, number)
    const whole = { ...(bare ? bareRow(table.place, row) : row), ...numbersFor(table.place, number), ...values }
    return { kind: 'insert', table: table.place.mapping, values: whole }
  }
  if (step.kind === 'insert')
    return at.tables.flatMap((table) => {
      const values = parentOf(step.values, step.table, table.sample, at)
      return Object.keys(values).length > 0 ? [rowWith(table, values)] : []
    })
  if (step.kind !== 'call') return []
  return at.slots.flatMap((slot) => {
    const from = pick(slot.columns, random)
    const table = from && tableOf(from.sample.table, at)
    const type = table?.place.mapping.columns.find(({ source }) => source.name === from?.column)?.source.type
    const text = step.args.find(({ name }) => name === slot.name)?.text
    const held = type && typeof text === 'string' ? heldBy(type, text) : undefined
    const fits = held !== undefined && (!table?.place.numbered.has(from?.column ?? '') || isSmall(held))
    return table && from && fits ? [rowWith(table, { [from.column]: held })] : []
  })
}

/** A row that the arguments speak of, or whose key is a literal of the code. */
function addedRow(one: ProofCase, { place, sample }: Table, at: VaryPlace): ProofStep {
  const { random } = at
  const number = Math.floor(random() * 60)
  const base = random() < 0.5 ? pick(sample.rows, random) : undefined
  const whole = base ? copiedRow(place, base, number) : madeUpRow(place, number)
  const row = { ...(random() < 0.4 ? bareRow(place, whole) : whole), ...numbersFor(place, number) }
  const met = random() < 0.6 ? metValues(one, sample, at) : {}
  const column = random() < 0.4 ? pick(settable(place), random)?.source : undefined
  const literal = column ? literalFor(column.type, at) : undefined
  return {
    kind: 'insert',
    table: place.mapping,
    values: { ...row, ...met, ...(column && literal !== undefined ? { [column.name]: literal } : {}) },
  }
}

function literalFor(type: LogicalType, { literals, random }: VaryPlace): string | undefined {
  const held = literals.flatMap((text) => heldBy(type, text) ?? [])
  return pick(held, random)
}

/** A row takes the values of the arguments that are compared with its columns. */
function metRow(one: ProofCase, { sample }: Table, at: VaryPlace): readonly ProofStep[] {
  const row = pick(sample.rows, at.random)
  const values = Object.fromEntries(
    Object.entries(metValues(one, sample, at)).filter(([column]) => !sample.table.key.includes(column)),
  )
  if (!row || locating(sample.table).length === 0 || Object.keys(values).length === 0) return []
  return [updateOf(sample.table, row, values)]
}

/** Values of the step for the columns of a table that they meet. */
function metValues({ step }: ProofCase, sample: TableSample, at: VaryPlace): RowValues {
  const { slots } = at
  if (step.kind === 'insert') return parentOf(step.values, step.table, sample, at)
  if (step.kind !== 'call') return {}
  const numbered = tableOf(sample.table, at)?.place.numbered ?? new Set()
  // Of two parameters that meet one column each has its turn.
  const turned = at.random() < 0.5 ? slots : [...slots].reverse()
  const met = turned.flatMap((slot) => {
    const column = slot.columns.find((each) => each.sample.table === sample.table)?.column
    const type = sample.table.columns.find(({ source }) => source.name === column)?.source.type
    const text = step.args.find(({ name }) => name === slot.name)?.text
    const held = type && typeof text === 'string' ? heldBy(type, text) : undefined
    const fits = held !== undefined && (!numbered.has(column ?? '') || isSmall(held))
    return column === undefined || !fits ? [] : [[column, held] as const]
  })
  return Object.fromEntries(met)
}

/** What a row of this table must hold for another row to point at it. */
function parentOf(values: RowValues, table: TableMapping, parent: TableSample, at: VaryPlace): RowValues {
  const place = tableOf(table, at)?.place
  const keys = place ? foreignKeysOf(place.table) : []
  const own = parent.table.source.table.toLowerCase()
  const key = pick(
    keys.filter(({ target }) => target.name.text.toLowerCase() === own),
    at.random,
  )
  const name = (mapping: TableMapping, column: string): string =>
    mapping.columns.find(({ source }) => source.name.toLowerCase() === column.toLowerCase())?.source.name ?? column
  const pairs = (key?.columns ?? []).flatMap((column, index) => {
    const target = key?.targetColumns[index]?.text ?? parent.table.key[index]
    const text = values[name(table, column.text)]
    return target === undefined || text == null ? [] : [[name(parent.table, target), text] as const]
  })
  return Object.fromEntries(pairs)
}

/** Rows that stand in the way of new ones. */
function removedRows({ sample }: Table, { random }: VaryPlace): readonly ProofStep[] {
  if (locating(sample.table).length === 0) return []
  const one = pick(sample.rows, random)
  const rows = random() < 0.5 ? sample.rows : one ? [one] : []
  return rows.map((row): ProofStep => ({ kind: 'delete', table: sample.table, key: keyIn(sample.table, row) }))
}

/** A column of one row, or of all, takes a value that the code asks about. */
function changedRows({ sample }: Table, { random }: VaryPlace): readonly ProofStep[] {
  if (locating(sample.table).length === 0) return []
  const [column, interest] = pick([...sample.asked], random) ?? []
  if (column === undefined || interest === undefined) return []
  const mapping = sample.table.columns.find(({ source }) => source.name === column)?.source
  const direct = mapping ? interest.direct.flatMap(({ value, how }) => around(mapping.type, value, how)) : []
  const values = stateValues(sample, column, interest)
  const value = pick(random() < 0.5 && direct.length > 0 ? values.slice(0, 4) : values, random)
  if (value === undefined) return []
  const one = pick(sample.rows, random)
  const rows = random() < 0.5 ? sample.rows : one ? [one] : []
  return rows.map((row) => updateOf(sample.table, row, { [column]: value }))
}
