import type { LogicalType } from '../../core/ir/types.js'
import type { TableMapping } from '../../core/mapping/mapping.js'
import type { CallArgument, Focus, ProofStep, RowValues, RunnerSession } from '../../core/prove/runner.js'
import type { Subject } from '../plan.js'
import {
  absences,
  alike,
  anyhow,
  apart,
  bases,
  baseTuple,
  equalised,
  interleave,
  moved,
  nulls,
  oneAtATime,
  type ProofCase,
  rewritten,
  type Slot,
  type State,
  states,
  type TableSample,
  type Tuple,
  uneven,
} from './generate.js'
import { createRandom } from './random.js'
import { bareRow, foreignKeysOf, madeUpRow, type SeedPlace } from './seed.js'
import { type SessionVariable, sessionVariables } from './session.js'
import { slotOf } from './slots.js'
import { type Interest, SubjectGraph } from './subjects.js'
import { triggerSteps, updatesAfterUpdates } from './trigger-cases.js'
import { type VaryPlace, varied } from './vary.js'

export interface CaseOptions {
  readonly sample: number
  readonly seed: string
  /** Tables in which a case may change rows to make a state. */
  readonly changeable: ReadonlySet<TableMapping>
}

export interface MadeCases {
  /** More than asked for: some may turn out not to be possible. */
  readonly cases: readonly ProofCase[]
  /** Rows put into empty tables before every case. */
  readonly seeds: readonly ProofStep[]
  /** The case with something changed, for when all of them are stopped by the program's own guards. */
  readonly vary: (one: ProofCase) => ProofCase | undefined
  readonly random: () => number
}

const rowsPerTable = 12
const maxTables = 12
const seedRows = 3

/** Cases for one subject, the same for the same seed and the same data. */
export async function makeCases(subject: Subject, source: RunnerSession, options: CaseOptions): Promise<MadeCases> {
  const graphs = subject.reach.programs
    .slice(0, 8)
    .map(({ program }) => new SubjectGraph(program, subject.reach.routines))
  const { samples, all, seeds, places } = await takeSamples(subject, graphs, source)
  const variables = sessionVariables(graphs, samples)
  const random = createRandom(`${options.seed} ${subject.id}`)
  const graph = new SubjectGraph(subject.program, subject.reach.routines)
  const wanted = options.sample * 3
  const found = new Map<string, ProofCase>()
  const mayRun = (step: ProofStep): boolean => !('table' in step) || options.changeable.has(step.table)
  const enough = (one: ProofCase): boolean => {
    if (!one.setup.every(mayRun)) return false
    const key = JSON.stringify([one.setup.map(stepKey), stepKey(one.step)])
    if (!found.has(key)) found.set(key, one)
    return found.size >= wanted
  }
  const slots = subject.params
    .filter(({ param }) => param.mode !== 'out')
    .map(({ param, type }) => slotOf(param, type, graph, samples, (table) => numberedIn(subject.numbers, table)))
  if (subject.trigger) triggerQueues(subject, samples, places, random, enough)
  else if (subject.kind === 'view') viewQueues(subject, samples, enough)
  else routineQueues(subject, slots, samples, random, enough)
  const before = variables.flatMap(({ base }) => (base ? [base] : []))
  const place: VaryPlace = {
    slots,
    tables: all.flatMap((sample) => {
      const own = places.get(sample.table)
      return own ? [{ place: own, sample }] : []
    }),
    literals: graphs.flatMap(({ questions }) =>
      questions.literals.flatMap(({ of, text }) => (of === 'null' ? [] : text)),
    ),
    variables: [...variables, ...variablesOfStates(subject, graphs, all)],
    mayRun,
    random,
  }
  return {
    cases: withVariables([...found.values()], variables),
    seeds: [...before, ...seeds.filter(mayRun)],
    vary: (one) => varied(one, place),
    random,
  }
}

/** Variables that no program of the subject speaks of, but the triggers of tables in which a state puts rows. */
function variablesOfStates(
  { tables, reach }: Subject,
  known: readonly SubjectGraph[],
  samples: readonly TableSample[],
): readonly SessionVariable[] {
  const programs = new Set(tables.flatMap(({ sets }) => sets))
  for (const { program } of reach.programs) programs.delete(program)
  const graphs = [...programs].slice(0, 12).map((program) => new SubjectGraph(program))
  const names = new Set(sessionVariables(known, samples).map(({ name }) => name))
  return sessionVariables(graphs, samples).filter(({ name }) => !names.has(name))
}

/** Every few cases a variable of the session has another value. */
function withVariables(cases: readonly ProofCase[], variables: readonly SessionVariable[]): readonly ProofCase[] {
  const others = variables.flatMap((variable) => variable.others)
  return cases.map((one, at) => {
    const other = at % 4 === 3 ? others[((at - 3) / 4) % Math.max(1, others.length)] : undefined
    return other ? { ...one, setup: [...one.setup, other] } : one
  })
}

/** Tables go into a key by name: their mappings are long. */
const stepKey = (step: ProofStep): unknown => ('table' in step ? { ...step, table: step.table.source } : step)

function routineQueues(
  subject: Subject,
  slots: readonly Slot[],
  samples: readonly TableSample[],
  random: () => number,
  enough: (one: ProofCase) => boolean,
): void {
  const call = (tuple: Tuple): ProofCase => ({ setup: [], step: callOf(subject, slots, tuple) })
  function* calls(tuples: Iterable<Tuple>): Generator<ProofCase> {
    for (const tuple of tuples) yield call(tuple)
  }
  function* inStates(found: Iterable<State>): Generator<ProofCase> {
    let at = 0
    for (const { steps, row, sample } of found) {
      const tuple = baseTuple(slots, row, sample)
      const other = moved(slots, tuple, at++ % 2 === 0 ? 'up' : 'down')
      if (other) yield { setup: steps, step: callOf(subject, slots, other) }
      yield { setup: steps, step: callOf(subject, slots, tuple) }
    }
  }
  function* equalStates(): Generator<ProofCase> {
    for (const { steps, tuple } of equalised(slots)) yield { setup: steps, step: callOf(subject, slots, tuple) }
  }
  const ordered = subject.results.some((query) => query.orderBy.length > 0)
  interleave(
    [
      { items: calls(bases(slots, rowsPerTable)), weight: 2 },
      { items: calls(apart(slots, rowsPerTable)), weight: 1 },
      { items: calls(oneAtATime(slots, (slot) => slot.branch)), weight: 5 },
      { items: inStates(states(samples)), weight: 5 },
      { items: calls(nulls(slots)), weight: 1 },
      { items: ordered ? inStates(rewritten(samples)) : none, weight: 1 },
      { items: equalStates(), weight: 1 },
      { items: calls(oneAtATime(slots, (slot) => slot.near)), weight: 2 },
      { items: calls(oneAtATime(slots, (slot) => slot.edges)), weight: 2 },
      { items: calls(alike(slots)), weight: 1 },
      { items: calls(uneven(slots)), weight: 1 },
      { items: inStates(absences(samples)), weight: 1 },
      { items: calls(anyhow(slots, random)), weight: 2 },
    ],
    enough,
  )
}

const none: Iterator<ProofCase> = [][Symbol.iterator]()

function callOf(subject: Subject, slots: readonly Slot[], tuple: Tuple): ProofStep {
  const args = subject.params.map(({ param, type }): CallArgument => {
    const at = slots.findIndex((slot) => slot.name === param.name.text)
    return { name: param.name.text, mode: param.mode, type, text: at < 0 ? null : (tuple[at] ?? null) }
  })
  const form = subject.kind === 'function' ? 'function' : 'procedure'
  const { names: name, returns, targetForm } = subject
  return {
    ...{ kind: 'call', form, name, args },
    ...(targetForm ? { targetForm } : {}),
    ...(returns ? { returns } : {}),
  }
}

function viewQueues(subject: Subject, samples: readonly TableSample[], enough: (one: ProofCase) => boolean): void {
  const step: ProofStep = { kind: 'view', name: subject.names }
  function* changed(): Generator<ProofCase> {
    for (const { steps } of states(samples)) yield { setup: steps, step }
    for (const { steps } of absences(samples)) yield { setup: steps, step }
  }
  interleave(
    [
      { items: [{ setup: [], step }][Symbol.iterator](), weight: 1 },
      { items: changed(), weight: 4 },
    ],
    enough,
  )
}

function triggerQueues(
  subject: Subject,
  samples: readonly TableSample[],
  places: ReadonlyMap<TableMapping, SeedPlace>,
  random: () => number,
  enough: (one: ProofCase) => boolean,
): void {
  const { trigger } = subject
  const sample = samples.find(({ table }) => table === trigger?.mapping)
  const place = trigger && places.get(trigger.mapping)
  if (!trigger || !sample || !place) return
  const own = trigger.events.map((event) => ({ items: triggerSteps(event, { place, sample, random }), weight: 3 }))
  function* inStates(): Generator<ProofCase> {
    let at = 0
    for (const { steps } of states(samples.filter((one) => one !== sample))) {
      const event = trigger?.events[at % trigger.events.length]
      if (event === undefined || place === undefined || sample === undefined) return
      const made = triggerSteps(event, { place, sample, random })
      for (let skip = at++ % 5; skip > 0; skip--) made.next()
      const next = made.next()
      if (!next.done) yield { setup: [...steps, ...next.value.setup], step: next.value.step }
    }
  }
  const twice = trigger.events.includes('update') ? updatesAfterUpdates(sample) : none
  interleave([...own, { items: twice, weight: 3 }, { items: inStates(), weight: 2 }], enough)
}

interface Samples {
  /** Of all tables, parents first; `samples`: of those that the subject itself looks at. */
  readonly all: readonly TableSample[]
  readonly samples: readonly TableSample[]
  readonly seeds: readonly ProofStep[]
  readonly places: ReadonlyMap<TableMapping, SeedPlace>
}

/** Rows of every table in reach, parents first; rows are made up for tables that hold none. */
async function takeSamples(subject: Subject, graphs: readonly SubjectGraph[], source: RunnerSession): Promise<Samples> {
  const samples: TableSample[] = []
  const all: TableSample[] = []
  const seeds: ProofStep[] = []
  const places = new Map<TableMapping, SeedPlace>()
  const parents = new Map<string, TableSample>()
  const choosing = new Set(graphs.flatMap(({ questions }) => [...questions.choosing]))
  for (const { table, mapping, touched } of parentsFirst(nearest(subject))) {
    const asked = askedColumns(mapping, subject, graphs)
    const place: SeedPlace = { mapping, table, parents, asked, numbered: numberedIn(subject.numbered, mapping) }
    const rows = await source.sample(mapping, focusOf(mapping, asked), rowsPerTable)
    const made = rows.length > 0 ? [] : madeUpRows(place)
    seeds.push(...made.map((values): ProofStep => ({ kind: 'insert', table: mapping, values })))
    const sample: TableSample = { table: mapping, rows: rows.length > 0 ? rows : made, asked, choosing }
    all.push(sample)
    if (touched) samples.push(sample)
    places.set(mapping, place)
    parents.set(`${mapping.source.schema}.${mapping.source.table}`.toLowerCase(), sample)
  }
  return { all, samples, seeds, places }
}

/** The last one is bare. */
const madeUpRows = (place: SeedPlace): readonly RowValues[] =>
  Array.from({ length: seedRows }, (_, at) => {
    const row = madeUpRow(place, at)
    return at === seedRows - 1 ? bareRow(place, row) : row
  })

/** Of many tables, those that matter most: the trigger's own and those that the code names. */
function nearest({ tables, trigger }: Subject): Subject['tables'] {
  const rank = ({ mapping, touched }: Subject['tables'][number]): number =>
    mapping === trigger?.mapping ? 0 : touched ? 1 : 2
  return [...tables].sort((a, b) => rank(a) - rank(b)).slice(0, maxTables)
}

function parentsFirst(tables: Subject['tables']): Subject['tables'] {
  const byName = new Map(tables.map((one) => [one.table.name.name.text.toLowerCase(), one]))
  const done = new Set<Subject['tables'][number]>()
  const visit = (one: Subject['tables'][number], depth: number): void => {
    if (done.has(one) || depth > 20) return
    for (const key of foreignKeysOf(one.table)) {
      const parent = byName.get(key.target.name.text.toLowerCase())
      if (parent && parent !== one) visit(parent, depth + 1)
    }
    done.add(one)
  }
  for (const one of tables) visit(one, 0)
  return [...done]
}

const numberedIn = (numbered: Subject['numbered'], { source }: TableMapping): ReadonlySet<string> =>
  new Set(
    numbered.flatMap((one) =>
      one.source.kind === 'identity' && one.source.schema === source.schema && one.source.table === source.table
        ? [one.source.column]
        : [],
    ),
  )

/** Columns of a table that the code speaks of, and what it asks about them. */
function askedColumns(
  mapping: TableMapping,
  subject: Subject,
  graphs: readonly SubjectGraph[],
): ReadonlyMap<string, Interest> {
  const found = new Map<string, Interest>()
  const own = mapping.source.table.toLowerCase()
  const isOwn = subject.trigger?.mapping === mapping
  for (const graph of graphs) {
    const mentioned = [...graph.questions.columns, ...graph.questions.links.flat()].filter(
      ({ kind }) => kind === 'column',
    )
    for (const column of mentioned) {
      const row = column.of === 'new' || column.of === 'old'
      if (row ? !isOwn : !graph.isOf(column, own)) continue
      const source = mapping.columns.find((one) => one.source.name.toLowerCase() === column.name)?.source
      if (source === undefined || source.generated) continue
      const interest = graph.interest({ kind: 'column', name: column.name })
      const known = found.get(source.name)
      found.set(source.name, known ? merged(known, interest) : interest)
    }
  }
  return found
}

const merged = (a: Interest, b: Interest): Interest => ({
  direct: [...new Set([...a.direct, ...b.direct])],
  indirect: [...new Set([...a.indirect, ...b.indirect])],
  columns: a.columns,
})

function focusOf(mapping: TableMapping, asked: ReadonlyMap<string, Interest>): readonly Focus[] {
  return [...asked].flatMap(([column, { direct, indirect }]) => {
    const type: LogicalType | undefined = mapping.columns.find(({ source }) => source.name === column)?.source.type
    if (type === undefined) return []
    return [...direct, ...indirect]
      .filter(({ how, value }) => how === 'value' && value.of !== 'null')
      .slice(0, 6)
      .map(({ value }) => ({ column, text: value.text }))
  })
}
