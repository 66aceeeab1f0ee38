import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** How a task follows its source at one time. Rates are per second since the sample before. */
export interface Sample {
  /** RFC 3339. */
  readonly at: string
  readonly sourceLagSeconds: number
  readonly targetLagSeconds: number
  readonly loadedRowsPerSecond: number
  readonly capturedChangesPerSecond: number
  readonly appliedChangesPerSecond: number
  readonly waitingChanges: number
  readonly waitingBytes: number
  readonly state: 'catching-up' | 'in-sync' | 'waiting' | null
}

/** One hour of them: a run writes its metrics every five seconds. */
const kept = 720

type Totals = Readonly<Record<'loaded' | 'captured' | 'applied', number>>

interface Watched {
  readonly samples: Sample[]
  modifiedAt: number
  totals: Totals | null
  text: string
}

/** Where a run that the server starts writes its metrics. */
export const metricsFile = (project: string, task: string): string => join(project, 'tasks', task, 'metrics.prom')

/** What runs tell in their metrics files, kept for plots. A life cycle of one server. */
export class Samples {
  readonly #project: string
  readonly #tasks = new Map<string, Watched>()

  constructor(project: string) {
    this.#project = project
  }

  /** Looks at the file of a task that runs. */
  look(task: string): void {
    const path = metricsFile(this.#project, task)
    const modifiedAt = statSync(path, { throwIfNoEntry: false })?.mtimeMs
    const known = this.#tasks.get(task) ?? { samples: [], modifiedAt: 0, totals: null, text: '' }
    if (modifiedAt === undefined || modifiedAt === known.modifiedAt) return
    const text = readFileSync(path, 'utf8')
    const { sample, totals } = sampleOf(metricsOf(text), modifiedAt, known)
    this.#tasks.set(task, { samples: [...known.samples, sample].slice(-kept), modifiedAt, totals, text })
  }

  of(task: string): readonly Sample[] {
    return this.#tasks.get(task)?.samples ?? []
  }

  /** In the text form of Prometheus; empty: it was never told. */
  textOf(task: string): string {
    return this.#tasks.get(task)?.text ?? ''
  }

  forget(task: string): void {
    this.#tasks.delete(task)
  }
}

type Metrics = ReadonlyMap<string, number>

/** Lines `name{labels} value`; the label of the task is the same in all of them. */
function metricsOf(text: string): Metrics {
  const lines = text.matchAll(/^(crosswalk_\w+)(?:\{([^}]*)\})? (\S+)$/gm)
  return new Map(
    [...lines].map(([, name = '', labels = '', value = '']) => [
      [name, ...labels.split(',').filter((label) => label !== '' && !label.startsWith('task='))].join(' '),
      Number(value),
    ]),
  )
}

function sampleOf(metrics: Metrics, modifiedAt: number, before: Watched) {
  const of = (name: string): number => metrics.get(`crosswalk_${name}`) ?? 0
  const totals: Totals = {
    loaded: of('full_load_rows_total side="target"'),
    captured: of('cdc_captured_changes_total'),
    applied: ['insert', 'update', 'delete', 'truncate'].reduce(
      (sum, op) => sum + of(`cdc_applied_changes_total op="${op}"`),
      0,
    ),
  }
  const seconds = (modifiedAt - before.modifiedAt) / 1000
  // A run that was started anew counts from nothing.
  const rate = (key: keyof Totals): number =>
    before.totals === null || seconds <= 0 ? 0 : Math.max(0, Math.round((totals[key] - before.totals[key]) / seconds))
  const state = (['catching-up', 'in-sync', 'waiting'] as const).find((one) => of(`cdc_state state="${one}"`) === 1)
  const sample: Sample = {
    at: new Date(modifiedAt).toISOString(),
    sourceLagSeconds: of('cdc_latency_source_seconds'),
    targetLagSeconds: of('cdc_latency_target_seconds'),
    loadedRowsPerSecond: rate('loaded'),
    capturedChangesPerSecond: rate('captured'),
    appliedChangesPerSecond: rate('applied'),
    waitingChanges: of('cdc_incoming_changes'),
    waitingBytes: of('cdc_changes_memory_bytes') + of('cdc_changes_disk_bytes'),
    state: state ?? null,
  }
  return { sample, totals }
}
