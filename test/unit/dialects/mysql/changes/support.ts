import { convert } from '../../../../../src/convert/pipeline.js'
import { standardCode } from '../../../../../src/convert/standard-code.js'
import type { ChangeStream } from '../../../../../src/core/data/changes.js'
import { defaultPolicies } from '../../../../../src/core/data/reject.js'
import type { Endpoint } from '../../../../../src/core/dialect/endpoint.js'
import type { TableMapping } from '../../../../../src/core/mapping/mapping.js'
import { changeSource } from '../../../../../src/dialects/mysql/changes/source.js'
import { connect, query } from '../../../../../src/dialects/mysql/connect.js'
import { loadDialect } from '../../../../../src/dialects/registry.js'
import { PlainWriter, Recorder } from '../../../../support/change-recorder.js'

export { PlainWriter, plain, Recorder, valuesOf } from '../../../../support/change-recorder.js'

/** How the tables of one schema are mapped, as the program itself decides. */
export async function mappingOf(endpoint: Endpoint, schema: string): Promise<readonly TableMapping[]> {
  const [from, to] = await Promise.all([loadDialect('mysql'), loadDialect('postgres')])
  const reader = await from?.reader?.()
  if (!from || !to || !reader) throw new Error('a dialect is missing')
  const { value, findings } = await reader.read(endpoint, { schemas: [schema] })
  const { catalog, sources, statements } = value
  const targetVersion = to.defaultVersion
  const code = await standardCode({ source: catalog, from, to, targetVersion })
  const { mapping } = await convert({
    source: catalog,
    sources,
    statements,
    findings,
    from,
    to,
    targetVersion,
    options: {},
    code,
  })
  return mapping.tables
}

export const headOf = (endpoint: Endpoint): Promise<string> => changeSource.head(endpoint)

export const openFor = (
  endpoint: Endpoint,
  tables: readonly TableMapping[],
  from: string,
  reader = 'test',
): Promise<ChangeStream> =>
  changeSource.open(endpoint, {
    ...{ tables, from, reader, policies: defaultPolicies },
    writers: tables.map((table) => new PlainWriter(table)),
  })

/** Everything between a position and the end of the log as it is now. */
export async function changesSince(
  endpoint: Endpoint,
  tables: readonly TableMapping[],
  from: string,
): Promise<Recorder> {
  const stream = await openFor(endpoint, tables, from)
  const sink = new Recorder()
  try {
    await stream.pump(sink, { until: await headOf(endpoint) })
  } finally {
    await stream.close()
  }
  return sink
}

/** Runs statements one by one on a connection of their own. */
export async function run(endpoint: Endpoint, ...statements: readonly string[]): Promise<void> {
  const session = await connect(endpoint)
  try {
    for (const statement of statements) await query(session, statement)
  } finally {
    session.driver.destroy()
  }
}
