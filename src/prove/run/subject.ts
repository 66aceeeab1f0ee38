import type { TableMapping } from '../../core/mapping/mapping.js'
import type { ProofStep, RaisedError, TableContent } from '../../core/prove/runner.js'
import { type CaseOptions, type MadeCases, makeCases } from '../cases/cases.js'
import type { ProofCase } from '../cases/generate.js'
import { errorText } from '../compare/errors.js'
import type { Subject, SubjectTable } from '../plan.js'
import { type FailingCase, noRuns, type ObjectVerdict } from '../result.js'
import { type Judgement, judge } from './judge.js'
import { readAll, runSide } from './one-side.js'
import { type Attempt, searchCases } from './search.js'
import { possibleSeeds } from './seeds.js'
import type { Sides } from './sides.js'
import { summaryOf } from './step-text.js'

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
      needsLeave(
        `changes of ${written.join(', ')} cannot be taken back; --allow-commit runs it and keeps what it does`,
      ),
    )
  const stays = options.allowCommit && (subject.reach.commits.length > 0 || written.length > 0)
  if (stays && options.staying === 'later') return undefined
  const found = await new SubjectRun(subject, sides, options, { stays, lasting }).all()
  if (!found.needsLeave || !options.allowCommit) return verdict(found)
  // What it does was not to be read from its text: a statement that it puts together ends the transaction.
  if (options.staying === 'later') return undefined
  return verdict(await new SubjectRun(subject, sides, options, { stays: true, lasting }).all())
}

const dottedSource = ({ source }: TableMapping): string => `${source.schema}.${source.table}`

interface Keeping {
  /** What a case does is not taken back. */
  readonly stays: boolean
  /** Tables whose changes cannot be taken back, by dotted source name. */
  readonly lasting: ReadonlySet<string>
}

type Found = Pick<ObjectVerdict, 'state' | 'reason' | 'runs' | 'failing' | 'remarks' | 'nearest' | 'needsLeave'>

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
  /** Why the first open case is. */
  #because = ''
  /** What stayed of other objects is not the same on both sides. */
  #apartBefore = false
  /** What stays is not the same on both sides any more. */
  #apartNow = false
  /** A case went through on the source. */
  #passed = false
  /** The case that came furthest of those that were stopped. */
  #nearest: { readonly one: ProofCase; readonly stopped: RaisedError } | undefined
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
    const made = await makeCases(this.#subject, source.session, {
      ...this.#options,
      changeable: new Set(this.#subject.tables.flatMap((one) => (this.#changeable(one) ? [one.mapping] : []))),
    })
    const possible = await possibleSeeds(this.#sides, made.seeds)
    const rows = possible.filter(({ kind }) => kind === 'insert').length
    if (rows > 0) this.#remarks.add(`tables without rows were given ${rows} made-up rows for the time of a case`)
    if (stays) await this.#plant(possible)
    else this.#seeds = possible
    if (!stays)
      this.#base = { source: await readAll(source, this.#tables), target: await readAll(target, this.#tables) }
    const numbers = await this.#rememberNumbers()
    try {
      const stopped = await this.#each(made.cases, this.#options.sample)
      if (stopped) return stopped
      if (this.#mayGoFurther()) await this.#further(made)
    } finally {
      await this.#restoreNumbers(numbers)
    }
    const found = this.#verdict()
    return found.state === 'open' && this.#allStopped() ? { ...found, ...(await this.#nearestCase()) } : found
  }

  /** Runs cases until there are `most`. Defined: it turned out that none can be run. */
  async #each(cases: readonly ProofCase[], most: number): Promise<Found | undefined> {
    const { stays } = this.#keeping
    for (const one of cases) {
      this.#options.signal?.throwIfAborted()
      if (this.#runs.cases >= most || this.#slow >= maxSlowCases) break
      const judged = await this.#case(one)
      if (judged?.verdict === 'notRun') return needsLeave(judged.because)
      if (judged?.verdict === 'different' && this.#options.stopAtDifference) break
      if (stays && !this.#apartBefore) this.#apartNow = await this.#apart(this.#tables)
      if (this.#apartNow) break
    }
    return undefined
  }

  /** Every case was stopped on the source itself: nothing that it does was seen. */
  #allStopped(): boolean {
    return !this.#passed && this.#runs.different === 0 && this.#slow === 0 && !this.#apartNow
  }

  /** What stays of a case that only one side ran would be under all that comes after. */
  #mayGoFurther(): boolean {
    return this.#allStopped() && !(this.#keeping.stays && (this.#runs.open > 0 || this.#apartBefore))
  }

  /** Looks on the source alone for cases that go through, and runs those on both sides; what stays is run on both at once. */
  async #further({ cases, vary, random }: MadeCases): Promise<void> {
    const { stays } = this.#keeping
    const { sample } = this.#options
    const limits = stays
      ? { attempts: 8 * sample, time: 20_000, enough: 4 }
      : { attempts: 130 * sample, time: 30_000, enough: 12 }
    const { passed, nearest } = await searchCases({
      ...{ starts: cases.slice(0, stays ? 6 : 40), vary, random, simplify: !stays, ...limits },
      attempt: (one) => (stays ? this.#attemptOnBoth(one) : this.#attempt(one)),
    })
    if (nearest) this.#nearest = nearest
    if (!stays) await this.#each(passed, this.#options.sample + passed.length)
  }

  async #attempt(one: ProofCase): Promise<Attempt> {
    this.#options.signal?.throwIfAborted()
    const { session } = this.#sides.source
    if (this.#subject.reach.session) await session.renew()
    await session.begin()
    try {
      const setup: ProofStep[] = []
      for (const step of this.#seeds) if ((await session.run(step)).error) return 'impossible'
      for (const step of one.setup) if (!(await session.run(step)).error) setup.push(step)
      const { error, timedOut, endsTransaction, outs } = await session.run(one.step)
      if (timedOut || endsTransaction) return 'impossible'
      if (error) return { stopped: error, one: { ...one, setup } }
      return fires(one.step, outs.row[0]) ? { passed: { ...one, setup } } : 'impossible'
    } finally {
      await session.rollback()
    }
  }

  async #attemptOnBoth(one: ProofCase): Promise<Attempt> {
    if (this.#apartNow || this.#slow >= maxSlowCases) return 'impossible'
    const passed = this.#passed
    this.#passed = false
    this.#nearest = undefined
    const judged = await this.#each([one], Number.POSITIVE_INFINITY)
    const went = this.#passed
    this.#passed ||= passed
    const stopped = (this.#nearest as { readonly stopped: RaisedError } | undefined)?.stopped
    if (judged || (!went && !stopped)) return 'impossible'
    return went || !stopped ? { passed: one } : { stopped, one }
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
    }
    if (judged.verdict === 'open') {
      this.#remarks.add(judged.because)
      this.#because ||= judged.because
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
    const { error } = ours.outcome
    if (error) this.#nearest ??= { one, stopped: error }
    else this.#passed = true
    const context = { pair: this.#sides.pair, tables: this.#tables, results: this.#subject.results }
    const judged = judge(ours, theirs, context)
    if (judged.verdict !== 'different') return judged
    if (this.#apartBefore)
      return { verdict: 'open', because: 'what was run before it has left different rows on the two sides' }
    const { unstable } = this.#subject.reach
    // Numbers that the source has drawn are gone: a second run draws others, and differs by that alone.
    if (this.#keeping.stays && unstable.length > 0)
      return { verdict: 'open', because: `what stays is different every time (${unstable.join(', ')})` }
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

  async #nearestCase(): Promise<Pick<Found, 'nearest'>> {
    if (!this.#nearest) return {}
    const { one, stopped } = this.#nearest
    const steps = [...this.#seeds, ...one.setup, one.step]
    const { source, target } = this.#sides
    const scripts = { source: await source.session.script(steps), target: await target.session.script(steps) }
    return { nearest: { summary: summaryOf(one), stopped: errorText(stopped), ...scripts } }
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
    if (runs.equal === 0) return { ...rest, state: 'open', reason: this.#because || 'no case could be judged' }
    if (runs.errors === runs.equal && this.#passed && this.#because)
      return { ...rest, state: 'open', reason: `what did not end in an error is open: ${this.#because}` }
    if (runs.errors === runs.equal)
      return {
        ...rest,
        state: 'open',
        reason: `each of ${runs.equal} comparable cases ended in the same error on both sides, as ${errorText(this.#nearest?.stopped)}`,
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

/** A change that met no row set off nothing. */
const fires = ({ kind }: ProofStep, rows: string | null | undefined): boolean =>
  (kind !== 'update' && kind !== 'delete') || rows !== '0'

const needsLeave = (reason: string): Found => ({ ...notRun(reason), needsLeave: true })

const notRun = (reason: string): Found => ({ state: 'notRun', reason, runs: noRuns, failing: [], remarks: [] })
