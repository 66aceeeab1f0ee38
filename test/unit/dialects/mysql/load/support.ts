import type { TableMapping } from '../../../../../src/core/mapping/mapping.js'
import { catalogReader } from '../../../../../src/dialects/mysql/catalog/reader.js'
import { ownMapping } from '../../../../../src/dialects/mysql/copy/mapping.js'
import type { TestServer } from '../../../../support/servers.js'

/** Tables of one schema as the source of tables of the same names in another. */
export async function mappedInto(server: TestServer, schema: string, into: string): Promise<readonly TableMapping[]> {
  const { value } = await catalogReader.read(server.endpoint, { schemas: [schema] })
  return ownMapping(value.catalog).tables.map((table) => ({
    ...table,
    target: { schema: into, table: table.target.table },
  }))
}
