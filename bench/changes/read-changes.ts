import type { ChangeSink } from '../../src/core/data/changes.js'
import { defaultPolicies } from '../../src/core/data/reject.js'
import type { Endpoint } from '../../src/core/dialect/endpoint.js'
import { changeSource } from '../../src/dialects/mysql/changes/source.js'
import { tupleWriters } from '../../src/dialects/postgres/apply-changes/tuple-writer.js'
import { mappingOf, targetColumnsOf, workloads } from './workloads.js'

interface Request {
  readonly port: number
  readonly workload: string
  readonly from: string
  readonly changes: number
}

/** One stream through the public interface, alone in its process, so that its time and its memory are its own. */
async function main(request: Request): Promise<void> {
  const workload = workloads(1).find((one) => one.name === request.workload)
  if (!workload) throw new Error(`no workload ${request.workload}`)
  const endpoint: Endpoint = {
    ...{ dialect: 'mysql', host: '127.0.0.1', port: request.port, user: 'bench', password: 'bench' },
    ...{ tls: { mode: 'disable' }, parameters: {} },
  }
  const mapping = mappingOf(workload)
  const writers = tupleWriters([{ mapping, columns: targetColumnsOf(workload) }], defaultPolicies)
  const common = { tables: [mapping], reader: 'bench', policies: defaultPolicies }
  const stream = await changeSource.open(endpoint, { ...common, writers, from: request.from })
  let changes = 0
  const sink: ChangeSink = {
    begin: () => undefined,
    abandon: () => undefined,
    change: () => void changes++,
    refused: () => undefined,
    commit: () => undefined,
    definition: () => undefined,
    passed: () => undefined,
    full: false,
    drained: async () => undefined,
  }
  await stream.pump(sink, { until: await changeSource.head(endpoint) })
  await stream.close()
  if (changes !== request.changes) throw new Error(`${changes} changes were read instead of ${request.changes}`)
}

await main(JSON.parse(process.argv[2] ?? '{}'))
