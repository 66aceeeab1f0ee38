import type { TableMapping } from '../../core/mapping/mapping.js'
import type { ProofStep, RunnerSession, TableContent } from '../../core/prove/runner.js'
import { type CaseOptions, makeCases } from '../cases/cases.js'
import type { ProofCase } from '../cases/generate.js'
import { errorText } from '../compare/errors.js'
import type { Subject, SubjectTable } from '../plan.js'
import { type FailingCase, noRuns, type ObjectVerdict } from '../result.js'
import { type Judgement, judge } from './judge.js'
import { readAll, runSide } from './one-side.js'
import type { Sides } from './sides.js'

export interface SubjectOptions extends Omit<CaseOptions, 'changeable'> {
  readonly allowCommit: boolean
  /** Cases kept as scripts. */
  readonly maxFailing: number
  readonly stopAtDifference: boolean
  /** What to do with a subject of which something stays: what it leaves is under whatever is run after it. */
  readonly staying: 'later' | 'run'
  readonly signal?: AbortSignal
}

/** Larger tables are not read for every case. */
const maxTableRows = 200_000
const maxSlowCases = 3

/** Runs one subject's cases on both sides. Undefined: something of it would stay, and `options.staying` says not yet. */
export async function proveSubject(
  subject: Subject,
  sides: Sides,
  options: SubjectOptions,
): Promise<ObjectVerdict | undefined> {
  const began = Date.now()
  const ripples = subject.tables.flatMap((one) => one.ripples ?? [])
  const lasting = await sides.source.session.lasting([...new Set([...subject.writes, ...ripples])])
  const written = subject.writes.map(dottedSource).filter((name) => lasting.has(name))
  const { id, kind, name } = subject
  const verdict = (found: Found): ObjectVerdict => ({
    ...{ id, kind, name, ...found },
    reached: [id, ...[...subject.reach.objects].filter((one) => one !== id)],
    seconds: (Date.now() - began) / 1000,
  })
  if (written.length > 0 && !options.allowCommit)
    return verdict(
      notRun(`changes of ${written.join(', ')} cannot be taken back; --allow-commit runs it and keeps what it does`),
    )
  const stays = options.allowCommit && (subject.reach.commits.length > 0 || written.length > 0)
  if (stays && options.staying === 'later') return undefined
  return verdict(await new SubjectRun(subject, sides, options, { stays, lasting }).all())
}

const dottedSource = ({ source }: TableMapping): string => `${source.schema}.${source.table}`

interface Keeping {
  /** What a case does is not taken back. */
  readonly stays: boolean
  /** Tables whose changes cannot be taken back, by dotted source name. */
  readonly lasting: ReadonlySet<string>
}

type Found = Pick<ObjectVerdict, 'state' | 'reason' | 'runs' | 'failing' | 'remarks'>

class SubjectRun {
  readonly #subject: Subject
  readonly #sides: Sides
  readonly #options: SubjectOptions
  readonly #remarks = new Set<string>()
  readonly #failing: FailingCase[] = []
  readonly #runs = { cases: 0, equal: 0, different: 0, open: 0, errors: 0 }
  #seeds: readonly ProofStep[] = []
  #tables: readonly TableMapping[] = []
  #base: { readonly source: readonly TableContent[]; readonly target: readonly TableContent[] } | undefined
  #slow = 0
  /** What stayed of other objects is not the same on both sides. */
  #apartBefore = false
  #lastError = ''
  readonly #keeping: Keeping

  constructor(subject: Subject, sides: Sides, options: SubjectOptions, keeping: Keeping) {
    this.#subject = subject
    this.#sides = sides
    this.#options = options
    this.#keeping = keeping
  }

  async all(): Promise<Found> {
    const { source, target } = this.#sides
    const { stays } = this.#keeping
    if (stays) this.#apartBefore = await this.#apart(this.#subject.tables.map(({ mapping }) => mapping))
    this.#tables = await this.#comparedTables()
    const { cases, seeds } = await makeCases(this.#subject, source.session, {
      ...this.#options,
      changeable: new Set(this.#subject.tables.flatMap((one) => (this.#changeable(one) ? [one.mapping] : []))),
    })
    const possible = await this.#possibleSeeds(seeds)
    if (stays) await this.#plant(possible)
    else this.#seeds = possible
    if (!stays)
      this.#base = { source: await readAll(source, this.#tables), target: await readAll(target, this.#tables) }
    const numbers = await this.#rememberNumbers()
    try {
      for (const one of cases) {
        this.#options.signal?.throwIfAborted()
        if (this.#runs.cases >= this.#options.sample || this.#slow >= maxSlowCases) break
        const judged = await this.#case(one)
        if (judged?.verdict === 'notRun') return notRun(judged.because)
        if (judged?.verdict === 'different' && this.#options.stopAtDifference) break
        if (stays && !this.#apartBefore && (await this.#apart(this.#tables))) break
      }
    } finally {
      await this.#restoreNumbers(numbers)
    }
    return this.#verdict()
  }

  /** Whether a case may change its rows: what comes of that is taken back, or may stay. */
  #changeable({ ripples }: SubjectTable): boolean {
    const { stays, lasting } = this.#keeping
    return ripples !== undefined && (stays || !ripples.some((one) => lasting.has(dottedSource(one))))
  }

  /** A case that differed and stayed: what comes after it begins from different rows, and would show nothing. */
  async #apart(tables: readonly TableMapping[]): Promise<boolean> {
    const { source, target } = this.#sides
    const [ours, theirs] = [await readAll(source, tables), await readAll(target, tables)]
    const at = ours.findIndex(({ count, sum }, index) => count !== theirs[index]?.count || sum !== theirs[index]?.sum)
    const table = tables[at]
    if (table) this.#remarks.add(`both sides no longer hold the same rows in ${dottedSource(table)}`)
    return table !== undefined
  }

  async #comparedTables(): Promise<readonly TableMapping[]> {
    const kept: TableMapping[] = []
    for (const table of this.#subject.writes) {
      const rows = await this.#sides.source.session.sizeOf(table)
      if (rows <= maxTableRows) kept.push(table)
      else this.#remarks.add(`changes of ${dottedSource(table)} (about ${rows} rows) were not compared`)
    }
    return kept
  }

  /** Made-up rows that both sides take, in an order in which they do. */
  async #possibleSeeds(seeds: readonly ProofStep[]): Promise<readonly ProofStep[]> {
    const { source, target } = this.#sides
    let kept = await inPossibleOrder(source.session, seeds)
    for (let round = kept.length; round >= 0; round--) {
      const bad = await firstRefused(target.session, kept)
      if (bad === undefined) break
      kept = kept.filter((step) => step !== bad)
    }
    // Without what the target refused the source may refuse more.
    for (let round = kept.length; round >= 0; round--) {
      const bad = await firstRefused(source.session, kept)
      if (bad === undefined) break
      kept = kept.filter((step) => step !== bad)
    }
    const rows = kept.filter(({ kind }) => kind === 'insert').length
    if (rows > 0) this.#remarks.add(`tables without rows were given ${rows} made-up rows for the time of a case`)
    return kept
  }

  /** Made-up rows that stay: the routine may end the transaction in which they would be gone again. */
  async #plant(seeds: readonly ProofStep[]): Promise<void> {
    for (const { session } of [this.#sides.source, this.#sides.target]) {
      await session.beginOpen()
      for (const step of seeds) await session.run(step)
    }
  }

  /** Numbers that rows draw are not taken back by a rollback: both sides begin every case at the source's. */
  async #alignNumbers(): Promise<void> {
    const { source, target } = this.#sides
    for (const number of this.#subject.numbers) {
      const next = await source.session.nextNumber(number)
      if (next !== undefined) await target.session.setNextNumber(number, next)
    }
  }

  async #rememberNumbers(): Promise<readonly (string | undefined)[]> {
    const numbers: (string | undefined)[] = []
    for (const number of this.#subject.numbers) numbers.push(await this.#sides.target.session.nextNumber(number))
    return numbers
  }

  async #restoreNumbers(numbers: readonly (string | undefined)[]): Promise<void> {
    if (this.#keeping.stays) return
    for (const [at, number] of this.#subject.numbers.entries()) {
      const next = numbers[at]
      if (next !== undefined) await this.#sides.target.session.setNextNumber(number, next)
    }
  }

  async #case(one: ProofCase): Promise<Judgement | undefined> {
    const judged = await this.#judged(one)
    if (judged === undefined || judged.verdict === 'notRun') return judged
    this.#runs.cases += 1
    this.#runs[judged.verdict] += 1
    if (judged.verdict === 'equal' && judged.error) {
      this.#runs.errors += 1
      this.#lastError = errorText(judged.error)
    }
    if (judged.verdict === 'open') {
      this.#remarks.add(judged.because)
      if (judged.because.endsWith('too long')) this.#slow += 1
    }
    if (judged.verdict === 'different') await this.#keep(one, judged)
    return judged
  }

  async #judged(one: ProofCase): Promise<Judgement | undefined> {
    await this.#alignNumbers()
    const { source, target } = this.#sides
    const [ours, theirs] = await both(
      runSide(source, this.#task(one, this.#base?.source)),
      runSide(target, this.#task(one, this.#base?.target)),
    )
    if ('impossible' in ours || 'impossible' in theirs) return undefined
    const context = { pair: this.#sides.pair, tables: this.#tables, results: this.#subject.results }
    const judged = judge(ours, theirs, context)
    if (judged.verdict !== 'different') return judged
    if (this.#apartBefore)
      return { verdict: 'open', because: 'what was run before it has left different rows on the two sides' }
    const { unstable } = this.#subject.reach
    // Numbers that the source has drawn are gone: a second run draws others, and differs by that alone.
    const drawn = unstable.length === 0 && this.#subject.numbers.length > 0
    if (this.#keeping.stays || drawn) return judged
    const again = await runSide(source, this.#task(one, this.#base?.source))
    if ('impossible' in again) return judged
    const same = judge(ours, again, {
      ...context,
      pair: { source: this.#sides.pair.source, target: this.#sides.pair.source },
    })
    if (same.verdict !== 'different') return judged
    const why = unstable.length > 0 ? ` (${unstable.join(', ')})` : ''
    return { verdict: 'open', because: `the source itself answers differently every time${why}` }
  }

  #task(one: ProofCase, base: readonly TableContent[] | undefined): Parameters<typeof runSide>[1] {
    return {
      one,
      seeds: this.#seeds,
      tables: this.#tables,
      base,
      fresh: this.#subject.reach.session,
      stays: this.#keeping.stays,
    }
  }

  async #keep(one: ProofCase, { difference }: Extract<Judgement, { verdict: 'different' }>): Promise<void> {
    if (this.#failing.length >= this.#options.maxFailing) return
    const steps = [...this.#seeds, ...one.setup, one.step]
    this.#failing.push({
      number: this.#runs.cases,
      difference,
      summary: summaryOf(one),
      steps,
      source: await this.#sides.source.session.script(steps),
      target: await this.#sides.target.session.script(steps),
    })
  }

  #verdict(): Found {
    const runs = { ...this.#runs }
    const rest = { runs, failing: this.#failing, remarks: [...this.#remarks] }
    const first = this.#failing[0]
    if (first) {
      const reason = `${runs.different} of ${runs.cases} cases differ; first ${first.summary}: ${first.difference.what}: ${first.difference.detail}`
      return { ...rest, state: 'different', reason }
    }
    if (runs.cases === 0) return { ...rest, state: 'notRun', reason: 'no case could be made' }
    if (runs.equal === 0) return { ...rest, state: 'open', reason: rest.remarks[0] ?? 'no case could be judged' }
    if (runs.errors === runs.equal)
      return {
        ...rest,
        state: 'open',
        reason: `each of ${runs.equal} comparable cases ended in the same error on both sides, as ${this.#lastError}`,
      }
    return { ...rest, state: 'equal', reason: null }
  }
}

/** Waits for both, whatever becomes of one: a session that still works must not be used for something else. */
async function both<T>(first: Promise<T>, second: Promise<T>): Promise<readonly [T, T]> {
  const [a, b] = await Promise.allSettled([first, second])
  if (a.status === 'rejected') throw a.reason
  if (b.status === 'rejected') throw b.reason
  return [a.value, b.value]
}

type StepSession = Pick<RunnerSession, 'begin' | 'rollback' | 'run'>

const notRun = (reason: string): Found => ({ state: 'notRun', reason, runs: noRuns, failing: [], remarks: [] })

/** What is refused is tried again behind the others: triggers may want rows that no foreign key speaks of. */
async function inPossibleOrder(session: StepSession, seeds: readonly ProofStep[]): Promise<readonly ProofStep[]> {
  const taken: ProofStep[] = []
  await session.begin()
  try {
    let waiting = seeds
    for (let before = -1; waiting.length > 0 && taken.length > before; ) {
      before = taken.length
      const refused: ProofStep[] = []
      for (const step of waiting) {
        if ((await session.run(step)).error === undefined) taken.push(step)
        else refused.push(step)
      }
      waiting = refused
    }
  } finally {
    await session.rollback()
  }
  return taken
}

async function firstRefused(session: StepSession, seeds: readonly ProofStep[]): Promise<ProofStep | undefined> {
  await session.begin()
  try {
    for (const step of seeds) if ((await session.run(step)).error !== undefined) return step
    return undefined
  } finally {
    await session.rollback()
  }
}

function summaryOf({ setup, step }: ProofCase): string {
  const after = setup.length === 0 ? '' : ` after ${setup.map(stepText).join(', ')}`
  return `${stepText(step)}${after}`
}

function stepText(step: ProofStep): string {
  const values = (row: Readonly<Record<string, string | null>>): string =>
    Object.entries(row)
      .map(([name, text]) => `${name}=${valueText(text)}`)
      .join(', ')
  switch (step.kind) {
    case 'call':
      return `${step.name.source.name}(${step.args.map(({ mode, text }) => (mode === 'out' ? 'out' : valueText(text))).join(', ')})`
    case 'view':
      return step.name.source.name
    case 'variable':
      return `@${step.name} = ${valueText(step.value.text)}`
    case 'insert':
      return `insert into ${step.table.source.table} (${values(step.values)})`
    case 'update':
      return `update ${step.table.source.table} set ${values(step.values)} where ${values(step.key)}`
    case 'delete':
      return `delete from ${step.table.source.table} where ${values(step.key)}`
  }
}

const valueText = (text: string | null): string =>
  text === null ? 'NULL' : `'${text.length > 40 ? `${text.slice(0, 40)}…` : text}'`
