import type { DataSegment } from '../../core/data/segment.js'
import type { ReadResult } from '../../core/dialect/dialect.js'
import type { Report } from '../../core/findings/finding.js'
import { usage } from '../endpoint-url.js'
import type { Source } from '../source.js'
import { count, safe } from '../terminal.js'
import type { CommandContext } from '../verb.js'

/** Reads the whole source catalogue: from the server, or from the files. */
export async function readSource(
  source: Source,
  schemas: readonly string[],
  context: CommandContext,
): Promise<Report<ReadResult>> {
  const { signal } = context
  if (source.kind === 'live') {
    if (!source.dialect.reader) throw usage(`${source.dialect.title} cannot be read live`)
    const { database } = source.endpoint
    const own = database === undefined || source.dialect.homeSchema !== undefined ? [] : [database]
    return (await source.dialect.reader()).read(source.endpoint, {
      schemas: schemas.length > 0 ? schemas : own,
      signal,
    })
  }
  if (!source.dialect.parser) throw usage(`files of ${source.dialect.title} cannot be read`)
  for (const path of source.ignored.slice(0, 5)) context.terminal.note(`not read, not a SQL file: ${safe(path)}`)
  if (source.ignored.length > 5)
    context.terminal.note(`and ${count(source.ignored.length - 5)} more files that are not SQL`)
  return (await source.dialect.parser()).readScript(source.files, { defaultSchema: schemas[0] ?? 'public', signal })
}

/** Where the rows are in a script, for a load on its own. */
export async function readScriptData(source: Source, context: CommandContext): Promise<readonly DataSegment[]> {
  const { value } = await readSource(source, [], context)
  return value.data
}
