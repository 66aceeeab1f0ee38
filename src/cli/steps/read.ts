import type { DataSegment } from '../../core/data/segment.js'
import type { ReadResult } from '../../core/dialect/dialect.js'
import { type Finding, finding, type Report } from '../../core/findings/finding.js'
import { noOrigin, objectId, qname } from '../../core/ir/names.js'
import { usage } from '../endpoint-url.js'
import type { Source } from '../source.js'
import { count } from '../terminal.js'
import type { CommandContext } from '../verb.js'
import { noteFinding } from './task-findings.js'

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
  const read = await (await source.dialect.parser()).readScript(source.files, {
    defaultSchema: schemas[0] ?? 'public',
    signal,
  })
  const own = [...notRead(source), ...nothingFound(source, read)]
  for (const each of own) noteFinding(each, context.terminal)
  return { ...read, findings: [...read.findings, ...own] }
}

/** What of a folder was left out, which the report says too. */
function notRead({ name, skipped }: Extract<Source, { kind: 'script' }>): Finding[] {
  const at = { object: objectId('script', qname(undefined, name)), origin: noOrigin }
  const endings = [...skipped.endings].map(
    ([ending, files]) => `${count(files)} ${ending === '' ? 'without an ending' : `.${ending}`}`,
  )
  return [
    ...skipped.wayBack.map((file) => finding('XW-P0237', at, { file })),
    ...(endings.length > 0 ? [finding('XW-P0236', at, { files: endings.join(', ') })] : []),
  ]
}

/** A script without any statement is refused elsewhere. */
function nothingFound({ name }: Source, { value, findings }: Report<ReadResult>): Finding[] {
  const statements = value.statements.reduce((sum, each) => sum + each.count, 0)
  if (value.catalog.schemas.some(({ objects }) => objects.length > 0) || statements + findings.length === 0) return []
  const at = { object: objectId('script', qname(undefined, name)), origin: noOrigin }
  return [finding('XW-P0238', at, { statements })]
}

/** Where the rows are in a script, for a load on its own. */
export async function readScriptData(source: Source, context: CommandContext): Promise<readonly DataSegment[]> {
  const { value } = await readSource(source, [], context)
  return value.data
}
