import type { Catalog } from '../../../src/core/ir/schema.js'
import { scriptParser } from '../../../src/dialects/mysql/parse/script-parser.js'

/** A source catalogue read from text; objects stand in schema `shop`. */
export async function sourceCatalog(sql: string): Promise<Catalog> {
  const file = {
    path: 'source.sql',
    size: sql.length,
    chunks: async function* () {
      yield Buffer.from(sql)
    },
  }
  return (await scriptParser.readScript([file], { defaultSchema: 'shop' })).value.catalog
}
