import type { ChangeSink } from '../../src/core/data/changes.js'
import { defaultPolicies } from '../../src/core/data/reject.js'
import type { Endpoint } from '../../src/core/dialect/endpoint.js'
import { tupleWriters } from '../../src/dialects/postgres/apply-changes/tuple-writer.js'
import { changeSource } from '../../src/dialects/postgres/changes/source.js'
import { connect, endOf } from '../../src/dialects/postgres/connect.js'
import { readTargetTable } from '../../src/dialects/postgres/data/target-table.js'
import { mappingOf, workloads } from './workloads.js'

export interface ReadRequest {
  readonly endpoint: Endpoint
  readonly workload: string
  readonly from: string
  readonly until: string
  readonly changes: number
}

/** One stream through the public interface, alone in its process, so that its time and its memory are its own. */
async function main({ endpoint, workload, from, until, changes }: ReadRequest): Promise<void> {
  const found = workloads(1).find((one) => one.name === workload)
  if (!found) throw new Error(`no workload ${workload}`)
  const mapping = mappingOf(found)
  const client = await connect(endpoint, { role: 'target' })
  const { columns } = await readTargetTable(client, mapping)
  await endOf(client)
  // As for a target of another kind: nothing goes as it is.
  const decoded = columns.map(({ valueType: _, ...column }) => column)
  const writers = tupleWriters([{ mapping, columns: decoded }], defaultPolicies)
  const stream = await changeSource.open(endpoint, {
    ...{ tables: [mapping], writers, from, reader: 'bench', policies: defaultPolicies },
  })
  let seen = 0
  const sink: ChangeSink = {
    begin: () => undefined,
    abandon: () => undefined,
    change: () => void seen++,
    refused: () => undefined,
    commit: () => undefined,
    definition: () => undefined,
    passed: () => undefined,
    full: false,
    drained: async () => undefined,
  }
  await stream.pump(sink, { until })
  await stream.close()
  if (seen !== changes) throw new Error(`${seen} changes were read instead of ${changes}`)
}

await main(JSON.parse(process.argv[2] ?? '{}'))
