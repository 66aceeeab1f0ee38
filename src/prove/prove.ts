import { type Finding, finding } from '../core/findings/finding.js'
import { noOrigin } from '../core/ir/names.js'
import type { OnProgress } from '../core/progress/progress.js'
import { type PlanInput, type Planned, planProof, type Subject } from './plan.js'
import { type NearestCase, noRuns, type ObjectVerdict, type ProveResult } from './result.js'
import { closeSides, openSides, type ProofEnd, type Sides } from './run/sides.js'
import { proveSubject } from './run/subject.js'

export interface ProveOptions {
  /** Cases for each object. */
  readonly sample: number
  readonly seed: string
  /** Milliseconds that one call may take on each side. */
  readonly timeout: number
  /** Runs what ends transactions too; what it does stays on both sides. */
  readonly allowCommit: boolean
  /** Names of objects, with or without schema; empty: all. */
  readonly only: readonly string[]
  /** Failing cases kept for each object. */
  readonly maxFailing?: number
  /** An object is done with when one case differs. */
  readonly stopAtDifference?: boolean
}

export interface ProveRequest extends Omit<PlanInput, 'hazards' | 'allowCommit' | 'only'> {
  readonly source: Omit<ProofEnd, 'schema'>
  readonly target: Omit<ProofEnd, 'schema'>
  readonly options: ProveOptions
  readonly onProgress?: OnProgress
  readonly signal?: AbortSignal
}

/** Rows of one result that are compared one by one; a larger one is compared by its digest. */
const maxRows = 20_000

/**
 * Runs routines, triggers and views on both sides with the same values and compares what they do. Nothing stays of it on
 * either side, unless routines that end transactions are allowed. What cannot be run is a verdict, not an exception.
 */
export async function prove(request: ProveRequest): Promise<ProveResult> {
  const began = Date.now()
  const { options, source } = request
  const only = options.only.map((name) => name.toLowerCase())
  const planned = planProof({ ...request, hazards: source.runner.hazards, allowCommit: options.allowCommit, only })
  const objects = await runAll(request, planned)
  const count = (state: ObjectVerdict['state']): number => objects.filter((one) => one.state === state).length
  return {
    engines: { source: source.endpoint.dialect, target: request.target.endpoint.dialect },
    seed: options.seed,
    objects,
    totals: {
      objects: objects.length,
      ...{ equal: count('equal'), different: count('different'), open: count('open'), notRun: count('notRun') },
      cases: objects.reduce((sum, one) => sum + one.runs.cases, 0),
    },
    findings: objects.flatMap(findingsOf),
    seconds: (Date.now() - began) / 1000,
  }
}

/**
 * One object after the other: cases change rows for their time and draw numbers, and two at once would wait for each other's
 * rows and get each other's numbers. What stays is run when all the rest is done, so that it is under nothing else.
 */
async function runAll(request: ProveRequest, planned: readonly Planned[]): Promise<readonly ObjectVerdict[]> {
  const verdicts = new Map<Planned, ObjectVerdict>()
  const run = new Run(request)
  try {
    for (const staying of ['later', 'run'] as const)
      for (const one of staying === 'later' ? planned : steadyFirst(planned)) {
        if (verdicts.has(one)) continue
        request.signal?.throwIfAborted()
        const verdict = 'subject' in one ? await run.subject(one.subject, staying) : skipped(one)
        if (verdict) verdicts.set(one, verdict)
        request.onProgress?.({ kind: 'items', phase: 'prove', done: verdicts.size, total: planned.length })
      }
  } finally {
    await run.close()
  }
  return planned.flatMap((one) => verdicts.get(one) ?? [])
}

/** What is different every time leaves different rows on the two sides, under all that is run after it. */
function steadyFirst(planned: readonly Planned[]): readonly Planned[] {
  const isUnsteady = (one: Planned): boolean => 'subject' in one && one.subject.reach.unstable.length > 0
  return [...planned.filter((one) => !isUnsteady(one)), ...planned.filter(isUnsteady)]
}

/** The sessions of a pair of schemas, as long as objects of it come. */
class Run {
  readonly #request: ProveRequest
  #open: { readonly sides: Sides; readonly schemas: string } | undefined

  constructor(request: ProveRequest) {
    this.#request = request
  }

  async subject(subject: Subject, staying: 'later' | 'run'): Promise<ObjectVerdict | undefined> {
    const { source, target } = subject.names
    const schemas = JSON.stringify([source.schema, target.schema])
    if (this.#open?.schemas !== schemas) await this.close()
    this.#open ??= { schemas, sides: await openFor(this.#request, source.schema, target.schema) }
    const verdict = await proveOne(this.#request, subject, this.#open.sides, staying)
    // After a failure a session may be anywhere, and one in which things stay is not for the next object.
    if (staying === 'run' || verdict?.runs.cases === 0) await this.close()
    return verdict
  }

  async close(): Promise<void> {
    const { sides } = this.#open ?? {}
    this.#open = undefined
    if (sides) await closeSides(sides)
  }
}

const openFor = ({ source, target, options, signal }: ProveRequest, from: string, to: string): Promise<Sides> =>
  openSides(
    { ...source, schema: from },
    { ...target, schema: to },
    { timeout: options.timeout, maxRows, ...(signal ? { signal } : {}) },
  )

async function proveOne(
  { options, signal }: ProveRequest,
  subject: Subject,
  sides: Sides,
  staying: 'later' | 'run',
): Promise<ObjectVerdict | undefined> {
  const { sample, seed, allowCommit, maxFailing = 3, stopAtDifference = false } = options
  try {
    return await proveSubject(subject, sides, {
      sample,
      seed,
      allowCommit,
      staying,
      maxFailing,
      stopAtDifference,
      ...(signal ? { signal } : {}),
    })
  } catch (error) {
    signal?.throwIfAborted()
    const { id, kind, name } = subject
    return {
      ...{ id, kind, name, state: 'open', reason: reasonOf(error), runs: noRuns, failing: [], remarks: [] },
      ...{ reached: [id], seconds: 0 },
    }
  }
}

function reasonOf(error: unknown): string {
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return inner instanceof Error ? inner.message : String(inner)
}

const skipped = (planned: Exclude<Planned, { readonly subject: unknown }>): ObjectVerdict => ({
  ...{ id: planned.id, kind: planned.kind, name: planned.name, state: 'notRun', reason: planned.notRun },
  ...{ runs: noRuns, failing: [], remarks: [], reached: [planned.id], seconds: 0 },
  ...(planned.needsLeave ? { needsLeave: true } : {}),
})

function findingsOf(verdict: ObjectVerdict): readonly Finding[] {
  const at = { object: verdict.id, origin: noOrigin }
  const { name, kind, runs, reason } = verdict
  switch (verdict.state) {
    case 'different':
      return [
        finding('XW-R0200', at, {
          kind,
          name,
          different: runs.different,
          cases: runs.cases,
          first: verdict.failing[0]?.difference.detail ?? '',
        }),
      ]
    case 'open':
      return [verdict.nearest ? stoppedFinding(verdict, verdict.nearest) : openFinding(verdict)]
    case 'notRun':
      return [finding(verdict.needsLeave ? 'XW-R0202' : 'XW-R0204', at, { kind, name, reason: reason ?? '' })]
    case 'equal':
      return []
  }
}

const openFinding = ({ id, kind, name, reason }: ObjectVerdict): Finding =>
  finding('XW-R0201', { object: id, origin: noOrigin }, { kind, name, reason: reason ?? '' })

const stoppedFinding = ({ id, kind, name, runs }: ObjectVerdict, { summary, stopped }: NearestCase): Finding =>
  finding('XW-R0203', { object: id, origin: noOrigin }, { kind, name, cases: runs.cases, nearest: summary, stopped })
