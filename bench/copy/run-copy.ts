import { join } from 'node:path'
import type { Endpoint } from '../../src/core/dialect/endpoint.js'
import type { TableMapping } from '../../src/core/mapping/mapping.js'
import { source } from '../../src/dialects/postgres/data/read/snapshot.js'
import { target } from '../../src/dialects/postgres/data/target.js'
import { load } from '../../src/load/load.js'

export interface CopyRequest {
  readonly port: number
  readonly folder: string
  readonly mapping: TableMapping
}

/** One load through the public interface, alone in its process, so that its memory is its own. */
async function main({ port, folder, mapping }: CopyRequest): Promise<void> {
  const account = { host: '127.0.0.1', port, user: 'bench', tls: { mode: 'disable' }, parameters: {} } as const
  const at = (database: string): Endpoint => ({ ...account, dialect: 'postgres', database })
  const result = await load({
    mapping: { tables: [mapping], sequences: [] },
    source: { kind: 'live', connector: source, endpoint: at('origin') },
    target: { connector: target, endpoint: at('copy') },
    // The peer gathers no statistics either.
    options: { rejectFolder: join(folder, 'rejects'), analyze: false },
  })
  if (result.rejected > 0) throw new Error(`${result.rejected} rows were set aside`)
}

await main(JSON.parse(process.argv[2] ?? '{}'))
