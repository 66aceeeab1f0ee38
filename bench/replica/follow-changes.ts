import type { ApplyOptions } from '../../src/core/data/changes.js'
import { defaultPolicies } from '../../src/core/data/reject.js'
import type { Endpoint } from '../../src/core/dialect/endpoint.js'
import type { LogicalType } from '../../src/core/ir/types.js'
import type { TableMapping } from '../../src/core/mapping/mapping.js'
import { changeTarget } from '../../src/dialects/mysql/apply-changes/target.js'
import { changeSource } from '../../src/dialects/mysql/changes/source.js'
import { Batches } from './batches.js'

const text: LogicalType = { kind: 'text', unit: 'char', padded: false }
const columns: readonly (readonly [name: string, native: string, type: LogicalType])[] = [
  ['id', 'int(11)', { kind: 'integer', bits: 32, signed: true }],
  ['owner', 'varchar(40)', text],
  ['amount', 'decimal(12,2)', { kind: 'decimal', precision: 12, scale: 2, signed: true }],
  ['changed', 'datetime', { kind: 'timestamp', precision: 0, zone: 'none' }],
  ['note', 'varchar(200)', text],
]
const place = { schema: 'bench', table: 'account' }
/** Written out: reading the definitions would cost a second that is not the changes'. */
const tables: readonly TableMapping[] = [
  {
    ...{ source: place, target: place, key: ['id'] },
    columns: columns.map(([name, native, type]) => {
      const side = { name, native, type, nullable: name !== 'id', generated: false }
      return { source: side, target: side }
    }),
  },
]

interface Request {
  readonly sourcePort: number
  readonly targetPort: number
  readonly from: string
  readonly mode: ApplyOptions['mode']
}

async function main({ sourcePort, targetPort, from, mode }: Request): Promise<void> {
  const endpoint = (port: number): Endpoint => ({
    ...{ dialect: 'mysql', host: '127.0.0.1', port, user: 'bench', password: 'bench', database: 'bench' },
    ...{ tls: { mode: 'disable' }, parameters: {} },
  })
  const [source, target] = [endpoint(sourcePort), endpoint(targetPort)]
  const applier = await changeTarget.open(target, { task: 'bench', tables, policies: defaultPolicies })
  const options = { tables, writers: applier.writers, from, reader: 'bench', policies: defaultPolicies }
  const stream = await changeSource.open(source, options)
  const sink = new Batches(applier, mode)
  await stream.pump(sink, { until: await changeSource.head(source) })
  await sink.finish()
  await stream.close()
  await applier.close()
}

await main(JSON.parse(process.argv[2] ?? '{}'))
