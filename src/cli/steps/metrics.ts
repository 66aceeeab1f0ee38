import type { CommandContext, RunWatch } from '../verb.js'
import { text, type Words } from './options.js'

export const metricsOption = [
  '--metrics <where>',
  'show Prometheus metrics at a port of this machine (9464), at HOST:PORT, or in a file',
] as const

/** Does the work while its metrics are shown where the words say; without such words just the work. */
export async function withMetrics<T>(
  words: Words,
  task: string,
  context: CommandContext,
  work: (context: CommandContext) => Promise<T>,
): Promise<T> {
  const where = text(words, 'metrics')
  if (where === undefined) return work(context)
  const { RunMetrics } = await import('../../metrics/run-metrics.js')
  const { publish } = await import('../../metrics/publish.js')
  const metrics = new RunMetrics({ task, version: context.version })
  const published = await publish(metrics, where)
  context.terminal.note(`metrics: ${published.at}`)
  try {
    return await work(watchedBy(context, { onProgress: metrics.onProgress, planned: () => undefined }))
  } finally {
    await published.close()
  }
}

/** The same context, with one more who watches. */
export function watchedBy(context: CommandContext, also: RunWatch): CommandContext {
  const { watch } = context
  if (!watch) return { ...context, watch: also }
  return {
    ...context,
    watch: {
      onProgress: (event) => {
        watch.onProgress(event)
        also.onProgress(event)
      },
      planned: (tables, aside) => {
        watch.planned(tables, aside)
        also.planned(tables, aside)
      },
    },
  }
}
