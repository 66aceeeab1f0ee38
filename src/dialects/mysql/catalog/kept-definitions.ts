import { z } from 'zod'
import type { DefinitionHistory, DefinitionReader } from '../../../core/dialect/definitions.js'
import type { Endpoint } from '../../../core/dialect/endpoint.js'
import { canonicalCharset, canonicalCollation } from '../collations.js'
import { close, connect, query, quoteName, type Session } from '../connect.js'
import { ownMapping } from '../copy/mapping.js'
import { MysqlHistory } from './history.js'
import { ownStatements } from './own-statements.js'
import { listObjects, listSchemas, readSettings, showDatabase, shownOf } from './queries.js'

const schema = z.strictObject({
  version: z.string(),
  settings: z.record(z.string(), z.string()),
  schemas: z.array(
    z.strictObject({
      name: z.string(),
      /** CREATE DATABASE, then sequences and tables, as the server shows them. */
      texts: z.array(z.string()),
    }),
  ),
})

/** What a server said of its tables at one time. */
export type KeptDefinitions = Readonly<z.infer<typeof schema>>

export const definitionReader: DefinitionReader = {
  ...{ keep, open },
  own: { mapping: ownMapping, statements: ownStatements },
}

async function keep(
  endpoint: Endpoint,
  options: { readonly schemas: readonly string[]; readonly signal?: AbortSignal },
): Promise<string> {
  const session = await connect(endpoint, options.signal ? { signal: options.signal } : {})
  try {
    const kept: KeptDefinitions = {
      version: session.version,
      settings: Object.fromEntries(await readSettings(session)),
      schemas: [],
    }
    for (const name of await listSchemas(session, options.schemas))
      kept.schemas.push({ name, texts: await textsOf(session, name, options.signal) })
    return JSON.stringify(kept)
  } finally {
    await close(session)
  }
}

async function textsOf(session: Session, name: string, signal: AbortSignal | undefined): Promise<string[]> {
  // The server prints names of the selected schema without it.
  await query(session, `USE ${quoteName(name)}`)
  const texts = [await showDatabase(session, name)]
  for (const object of await listObjects(session, name)) {
    signal?.throwIfAborted()
    if (object.kind !== 'table' && object.kind !== 'sequence') continue
    texts.push((await shownOf(session, object))?.text ?? null)
  }
  return texts.flatMap((text) => (text === null ? [] : [withoutCounter(text)]))
}

/** The next number of a table moves with every row. */
const withoutCounter = (text: string): string => text.replace(/^(\) ENGINE=\S+ )AUTO_INCREMENT=\d+ /m, '$1')

function open(kept: string): DefinitionHistory {
  const parsed = schema.safeParse(JSON.parse(kept))
  if (!parsed.success) throw new RangeError('these are no definitions')
  const { settings, version, schemas } = parsed.data
  const charset = canonicalCharset(settings['character_set_server'] ?? 'latin1')
  const collation = canonicalCollation(settings['collation_server'] ?? `${charset}_general_ci`)
  const history = new MysqlHistory({ version, settings, server: { charset, collation } })
  for (const { name, texts } of schemas) for (const text of texts) history.define(name, text)
  return history
}
