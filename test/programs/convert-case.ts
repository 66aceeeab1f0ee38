import { type Conversion, convert } from '../../src/convert/pipeline.js'
import type { ScriptFile } from '../../src/core/dialect/dialect.js'
import type { ServerVersion } from '../../src/core/ir/schema.js'
import { withWholeSchemas } from '../../src/dialects/mysql/catalog/whole.js'
import { loadDialect } from '../../src/dialects/registry.js'
import { type ProgramCase, preamble, schema } from './cases.js'

/** Converts a case's script as the command line does, for the given version of the target. */
export async function convertCase(one: ProgramCase, version?: ServerVersion): Promise<Conversion> {
  const [from, to] = [await loadDialect('mysql'), await loadDialect('postgres')]
  const parser = await from?.parser?.()
  if (!from || !to || !parser) throw new Error('a dialect is missing')
  const targetVersion = version ?? to.defaultVersion
  const read = await parser.readScript([fileOf(`${preamble}${one.script}`)], {
    defaultSchema: schema,
    version: from.parseVersion('10.11.6-MariaDB'),
  })
  const { catalog, sources, statements } = read.value
  const seen = new Set(one.whole ? catalog.schemas.map(({ name }) => name.text) : [])
  const source = withWholeSchemas(catalog, seen, new Map([[schema, one.noFunctions]]))
  return convert({ source, sources, statements, findings: read.findings, from, to, targetVersion })
}

function fileOf(text: string): ScriptFile {
  const bytes = Buffer.from(text)
  return {
    path: 'input.sql',
    size: bytes.length,
    async *chunks() {
      yield bytes
    },
  }
}
