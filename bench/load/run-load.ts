import { join } from 'node:path'
import type { Endpoint } from '../../src/core/dialect/endpoint.js'
import type { TableMapping } from '../../src/core/mapping/mapping.js'
import { source } from '../../src/dialects/mysql/data/source.js'
import { target } from '../../src/dialects/postgres/data/target.js'
import { load } from '../../src/load/load.js'

interface Request {
  readonly sourcePort: number
  readonly targetPort: number
  readonly folder: string
  readonly mapping: TableMapping
}

/** One load through the public interface, alone in its process, so that its time and its memory are its own. */
async function main(request: Request): Promise<void> {
  const tls = { mode: 'disable' } as const
  const common = { host: '127.0.0.1', user: 'bench', tls, parameters: {} } as const
  const from: Endpoint = { ...common, dialect: 'mysql', port: request.sourcePort, password: 'bench' }
  const into: Endpoint = { ...common, dialect: 'postgres', port: request.targetPort, database: 'postgres' }
  const result = await load({
    mapping: { tables: [request.mapping], sequences: [] },
    source: { kind: 'live', connector: source, endpoint: from },
    target: { connector: target, endpoint: into },
    // The peers gather no statistics either.
    options: { rejectFolder: join(request.folder, 'rejects'), analyze: false },
  })
  if (result.rejected > 0) throw new Error(`${result.rejected} rows were set aside`)
}

await main(JSON.parse(process.argv[2] ?? '{}'))
